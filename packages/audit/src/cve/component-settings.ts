/** Conditions that the command lines and configuration files of components decide. */
import { read, text } from '../audit-object.js';
import type { Component, ComponentContainer, Evidence } from './component.js';
import { answer, type ConditionAnswer } from './condition-answer.js';
import type { CveCheck } from './cve-check.js';
import type { CveFacts } from './cve-facts.js';
import { gateState } from './gate-state.js';

type CheckOf<Kind extends CveCheck['kind']> = Extract<CveCheck, { readonly kind: Kind }>;

export function gateCondition(
  { gate, on, whereAbsent }: CheckOf<'feature-gate'>,
  component: Component,
  facts: CveFacts,
): ConditionAnswer {
  const state = gateState(gate, component, facts);
  if (state.on === undefined) return answer('unknown', state.detail);
  const isOn = state.on === 'absent' ? whereAbsent : state.on;
  return answer(isOn === on ? 'yes' : 'no', state.detail, state.evidence);
}

/** Admission plugins that a well set-up API server runs, although kube-apiserver itself leaves some of them off. */
const USUAL_PLUGINS: ReadonlySet<string> = new Set(['NodeRestriction']);

export function admissionPluginCondition(
  { plugin, enabled }: CheckOf<'admission-plugin'>,
  { name, containers }: Component,
): ConditionAnswer {
  const servers = name === 'kube-apiserver' ? containers.filter(({ isShown }) => isShown) : [];
  if (servers.length === 0) {
    const usually = USUAL_PLUGINS.has(plugin);
    const detail = `the flags of kube-apiserver are not in the input; ${plugin} is usually ${usually ? 'on' : 'off'}`;
    return answer(usually === enabled ? 'assumed' : 'unknown', detail);
  }
  const states = servers.map(({ flags }) => flags.list('enable-admission-plugins').includes(plugin));
  const isOn = states.every(Boolean);
  const evidence = servers.map((server) =>
    evidenceOf(server, 'enable-admission-plugins', `${plugin} ${isOn ? 'enabled' : 'not enabled'}`),
  );
  // Where servers differ, the flaw is open at one of them.
  const holds = enabled ? states.some(Boolean) : !isOn;
  return answer(holds ? 'yes' : 'no', `${plugin} is ${isOn ? 'on' : 'off'}`, evidence);
}

const evidenceOf = ({ object, flags }: ComponentContainer, flag: string, shown: string): Evidence => ({
  object,
  fieldPath: flags.paths(flag)[0] ?? '',
  text: shown,
});

export function logVerbosityCondition(
  { min }: CheckOf<'log-verbosity'>,
  { name, containers }: Component,
): ConditionAnswer {
  const shown = containers.filter(({ isShown }) => isShown);
  if (shown.length === 0) return answer('unknown', `the input does not show how verbosely ${name} logs`);
  const levels = shown.map((one) => ({ one, level: Number(one.flags.text('v') ?? 0) }));
  const loud = levels.filter(({ level }) => level >= min);
  if (loud.length === 0) return answer('no', `it logs at verbosity ${Math.max(...levels.map(({ level }) => level))}`);
  return answer(
    'yes',
    `it logs at verbosity ${loud[0]?.level}`,
    loud.map(({ one, level }) => evidenceOf(one, 'v', `-v=${level}`)),
  );
}

export function flagCondition(
  { flag, value, byDefault }: CheckOf<'flag'>,
  { name, containers }: Component,
): ConditionAnswer {
  const shown = containers.filter(({ isShown }) => isShown);
  if (shown.length === 0) {
    const holds = byDefault === value ? 'assumed' : 'unknown';
    return answer(holds, `the input does not show the flags of ${name}`);
  }
  const matching = shown.filter(({ flags }) => {
    const actual = flags.text(flag) ?? byDefault;
    return value === '*' ? actual !== '' : actual === value;
  });
  const [first] = matching;
  if (first === undefined) {
    const given = shown.map(({ flags }) => flags.text(flag)).find((text) => text !== undefined);
    return answer('no', given === undefined ? `--${flag} is not given` : `--${flag} is ${given}`);
  }
  const written = first.flags.text(flag);
  return answer(
    'yes',
    written === undefined ? `--${flag} is ${byDefault} by default` : `--${flag}=${written}`,
    matching.map((one) => evidenceOf(one, flag, `--${flag}`)),
  );
}

export function kubeletFieldCondition({ field, not, is }: CheckOf<'kubelet-field'>, facts: CveFacts): ConditionAnswer {
  const values = facts.kubelets.flatMap(({ object, kubelet }) => {
    const setting = kubelet.effective(field);
    return setting === undefined ? [] : [{ object, ...setting }];
  });
  if (values.length === 0) return answer('unknown', `no KubeletConfiguration in the input says ${field}`);
  const matching = values.filter(({ value }) => (is === undefined ? value !== not : value === is));
  if (matching.length === 0) return answer('no', `${field} is ${String(values[0]?.value)}`);
  return answer(
    'yes',
    `${field} is ${String(matching[0]?.value)}`,
    matching.map(({ object, path, value }) => ({ object, fieldPath: path, text: String(value) })),
  );
}

export function configMapCondition(
  { key, words, byDefault }: CheckOf<'config-map'>,
  { containers }: Component,
  facts: CveFacts,
): ConditionAnswer {
  for (const { flags, object } of containers) {
    const name = (flags.text('configmap') ?? '').split('/').at(-1) ?? '';
    const map = name === '' ? undefined : facts.cluster.objects.find('ConfigMap', object.identity.namespace, name);
    if (map === undefined) continue;
    const value = text(read(read(map.object, 'data'), key));
    const evidence = [{ object: map, fieldPath: `data[${key}]`, text: value }];
    if (value === '') return answer(byDefault ? 'yes' : 'no', `ConfigMap ${name} does not set ${key}`, evidence);
    const holds = value.split(/[\s,]+/).some((word) => words.includes(word));
    return answer(holds ? 'yes' : 'no', `${key} is ${value}`, evidence);
  }
  return answer(byDefault ? 'assumed' : 'unknown', `the input does not show the controller's ConfigMap`);
}
