/** The verdict on one vulnerability in one input: affected, not affected or unknown, and why. */
import type { Component, Evidence } from './component.js';
import { type ComponentVersion, parseComponentVersion } from './component-version.js';
import type { ConditionAnswer } from './condition-answer.js';
import { answerCondition } from './conditions.js';
import type { Cve, CveCondition } from './cve.js';
import type { CveFacts } from './cve-facts.js';
import { isMitigated, type MitigationState, mitigationStates } from './mitigations.js';
import { positionOf, type VersionRange } from './version-range.js';

export type CveVerdict = 'affected' | 'unknown' | 'not-affected';

export interface AnsweredCondition extends ConditionAnswer {
  readonly text: string;
}

/** The verdict on one component at one version. */
export interface ComponentVerdict {
  readonly name: string;
  /** As the input says it; empty where nothing does. */
  readonly version: string;
  readonly verdict: CveVerdict;
  readonly reason: string;
  /** The version of the same line that has the fix; null where none has, or where it is not affected. */
  readonly fixedIn: string | null;
  /** Where the version comes from when the input does not say it; empty otherwise. */
  readonly assumed: string;
  readonly evidence: readonly Evidence[];
  readonly conditions: readonly AnsweredCondition[];
  readonly mitigations: readonly MitigationState[];
  /** Something that helps fully is there in full. */
  readonly mitigated: boolean;
}

export interface CveResult {
  readonly cve: Cve;
  readonly verdict: CveVerdict;
  readonly reason: string;
  /** The worst first; empty where the input holds none of the components. */
  readonly components: readonly ComponentVerdict[];
}

const WEIGHT: Readonly<Record<CveVerdict, number>> = { affected: 2, unknown: 1, 'not-affected': 0 };

/** Negative when `a` is worse. */
export const compareVerdicts = (a: CveVerdict, b: CveVerdict): number => WEIGHT[b] - WEIGHT[a];

/** Names under which the input shows what a record calls otherwise. */
const ALIASES: ReadonlyMap<string, string> = new Map([['kubernetes', 'kubelet']]);

export function judge(cve: Cve, facts: CveFacts, components: readonly Component[]): CveResult {
  const verdicts = cve.components.flatMap(({ name, ranges }) => {
    const shown = ALIASES.get(name) ?? name;
    return components
      .filter((component) => component.name === shown)
      .map((component) => judgeComponent(cve, ranges, component, facts));
  });
  verdicts.sort((a, b) => compareVerdicts(a.verdict, b.verdict));
  const [worst] = verdicts;
  if (worst !== undefined) return { cve, verdict: worst.verdict, reason: worst.reason, components: verdicts };
  return { cve, ...withoutComponents(cve, facts), components: [] };
}

/** The verdict on a component that the input shows. */
export function judgeComponent(
  cve: Cve,
  ranges: readonly VersionRange[],
  component: Component,
  facts: CveFacts,
): ComponentVerdict {
  const { name, version, versionText, evidence } = component;
  const base = {
    name,
    version: version?.text ?? versionText,
    fixedIn: null,
    assumed: component.assumed ?? '',
    evidence,
    conditions: [],
    mitigations: [],
    mitigated: false,
  };
  if (version === undefined) {
    const why = versionText === '' ? 'nothing tells its version' : `${versionText} is no version`;
    return { ...base, verdict: 'unknown', reason: `${name}: ${why}` };
  }
  const position = positionOf(version, ranges);
  if (position.kind === 'outside') {
    return { ...base, verdict: 'not-affected', reason: `${name} ${version.text} is none of the affected versions` };
  }
  const conditions = answered(cve.conditions, component, facts);
  const failing = conditions.filter(({ holds }) => holds === 'no');
  const [first] = failing;
  if (first !== undefined) return { ...base, conditions, verdict: 'not-affected', reason: first.detail };
  const mitigations = mitigationStates(cve.mitigations, component, facts);
  const cause = mitigations.find(({ effect }) => effect === 'causes');
  if (cause?.present === 'none') {
    return {
      ...base,
      conditions,
      mitigations,
      verdict: 'not-affected',
      reason: `only those are affected: ${cause.detail}`,
    };
  }
  const fixedIn = position.kind === 'inside' ? (position.fixed ?? null) : null;
  const last = position.kind === 'inside' ? position.last : undefined;
  const fix =
    last !== undefined
      ? `the last with it is ${last}`
      : fixedIn === null
        ? 'no version has a fix'
        : `fixed in ${fixedIn}`;
  const unclear = position.kind === 'unclear' ? position.why : '';
  const doubts = doubtsOf(component, { unclear, fixedIn, hasFix: fixedIn !== null || last !== undefined }, conditions);
  return {
    ...base,
    fixedIn,
    conditions,
    mitigations,
    mitigated: isMitigated(mitigations),
    verdict: doubts.length === 0 ? 'affected' : 'unknown',
    reason: doubts.length === 0 ? `${name} ${version.text} has the flaw, ${fix}` : doubts.join('; '),
  };
}

const answered = (
  conditions: readonly CveCondition[],
  component: Component,
  facts: CveFacts,
): readonly AnsweredCondition[] =>
  conditions.map(({ text, check }) => ({ text, ...answerCondition(check, component, facts) }));

/** Why the answer is not certain although the version is among the affected ones. */
function doubtsOf(
  { name, version, isGuess, assumed }: Component,
  { unclear, fixedIn, hasFix }: { readonly unclear: string; readonly fixedIn: string | null; readonly hasFix: boolean },
  conditions: readonly AnsweredCondition[],
): readonly string[] {
  const doubts: string[] = [];
  if (unclear !== '') doubts.push(unclear);
  if (isGuess === true) doubts.push(`the version is only assumed (${assumed})`);
  if (version !== undefined && version.vendor !== '' && hasFix) {
    doubts.push(
      `${name} ${version.text} is a vendor's build: unknown whether the vendor back-ported the fix${fixedIn === null ? '' : ` of ${fixedIn}`}`,
    );
  } else if (name === 'linux-kernel' && version !== undefined && fixedIn !== null && !isSameLine(version, fixedIn)) {
    doubts.push(`${fixedIn} has the fix; stable kernels got it in their own numbers, which the record does not list`);
  }
  for (const { text, detail } of conditions.filter(({ holds }) => holds === 'unknown'))
    doubts.push(`${text}: ${detail}`);
  return doubts;
}

const isSameLine = (version: ComponentVersion, fixedIn: string): boolean => {
  const fixed = parseComponentVersion(fixedIn);
  return fixed !== undefined && fixed.major === version.major && fixed.minor === version.minor;
};

/** Components that run as pods of a cluster, so that a whole cluster without them has none. */
const ADD_ONS: ReadonlySet<string> = new Set([
  ...['ingress-nginx', 'csi-driver-nfs', 'csi-driver-smb', 'azurefile-csi-driver', 'secrets-store-csi-driver'],
  ...['secrets-store-sync-controller', 'headlamp'],
]);
const RUNTIMES: ReadonlySet<string> = new Set(['containerd', 'cri-o', 'docker']);

function withoutComponents(cve: Cve, facts: CveFacts): { readonly verdict: CveVerdict; readonly reason: string } {
  const names = cve.components.map(({ name }) => name);
  if (names.length === 0) {
    const why = cve.details === '' ? cve.summary : 'the text says no versions that are certain';
    return { verdict: 'unknown', reason: `${why}: ${cve.url}` };
  }
  const list = names.join(', ');
  if (cve.conditions.some(({ check }) => check.kind === 'client')) {
    return { verdict: 'unknown', reason: `it is about ${list} at users, which the input does not show` };
  }
  if (facts.isWholeCluster && names.every((name) => ADD_ONS.has(name))) {
    return { verdict: 'not-affected', reason: `the cluster runs no ${list}` };
  }
  if (facts.nodes.length > 0 && names.every((name) => RUNTIMES.has(name))) {
    return { verdict: 'not-affected', reason: `the nodes run no ${list}` };
  }
  return { verdict: 'unknown', reason: `the input does not show ${list}` };
}
