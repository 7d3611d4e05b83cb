/** The effective contexts for people: one block a container, each value with the level that set it. */
import { type Painter, painter, printable } from '@bulkhead/audit';
import type { EffectiveCapabilities, EffectiveContext } from '@bulkhead/engine/security-context';
import type { EffectiveContainer } from './run.js';

const MARK = { met: '✓', 'not-met': '✗', unknown: '?', 'not-applicable': '-' } as const;
const LABEL_WIDTH = 18;

export function* printContexts(
  containers: readonly EffectiveContainer[],
  minor: number,
  colour: boolean,
): Iterable<string> {
  const paint = painter(colour);
  if (containers.length === 0) yield 'no pods or pod templates\n';
  for (const container of containers) yield* printContainer(container, minor, paint);
}

function* printContainer(item: EffectiveContainer, minor: number, paint: Painter): Iterable<string> {
  const { object, file, context, checklist, ignored } = item;
  const kind = context.type === 'container' ? 'container' : `${context.type} container`;
  const name = `${object.kind} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name}`;
  yield `${paint.bold(printable(`${name}  ${kind} ${context.container}`))}  ${paint.dim(`${printable(file)}  Kubernetes 1.${minor}`)}\n`;
  const rows = context.operatingSystem === 'windows' ? windowsRows(context) : linuxRows(item);
  for (const [label, value, source] of rows) {
    const from = source === undefined ? '' : paint.dim(` (${source})`);
    yield `  ${label.padEnd(LABEL_WIDTH)} ${printable(value)}${from}\n`;
  }
  const points = checklist.map(({ answer, title }) => `${mark(answer, paint)} ${title}`);
  const met = checklist.filter(({ answer }) => answer === 'met').length;
  yield `  ${'checklist'.padEnd(LABEL_WIDTH)} ${met} of ${checklist.length} met\n`;
  for (const point of points) yield `  ${' '.repeat(LABEL_WIDTH)} ${point}\n`;
  for (const { fieldPath, why } of ignored) {
    yield `  ${paint.yellow('no effect'.padEnd(LABEL_WIDTH))} ${printable(fieldPath)}: ${printable(why)}\n`;
  }
  for (const { on, why } of context.depends) {
    yield `  ${paint.dim('depends on'.padEnd(LABEL_WIDTH))} ${printable(on)}: ${printable(why)}\n`;
  }
  yield '\n';
}

type Row = readonly [label: string, value: string, source?: string];

function linuxRows({ context, mounts }: EffectiveContainer): Row[] {
  const { sources, namespaces } = context;
  const host = Object.entries(namespaces).flatMap(([name, mode]) => (mode === 'host' ? [name] : []));
  const sysctls = context.sysctls.map(({ name, value, safe }) => `${name}=${value}${safe ? '' : ' (unsafe)'}`);
  const writable = mounts
    .filter(({ readOnly, origin }) => !readOnly && origin === 'volume')
    .map(({ destination }) => destination);
  return [
    ['user', id(context.uid), sources.uid],
    ['group', id(context.gid), sources.gid],
    ['groups', context.groups.join(' ') || 'none but the group and those of the image', sources.groups],
    ...capabilityRows(context.capabilities, sources.capabilities),
    ['no_new_privs', context.noNewPrivileges ? '1' : '0', sources.noNewPrivileges],
    ['seccomp', context.seccompPath ?? context.seccomp, sources.seccomp],
    ['AppArmor', context.appArmor, sources.appArmor],
    ['SELinux', seLinux(context), sources.seLinux],
    ['privileged', yesNo(context.privileged), sources.privileged],
    ['user namespace', yesNo(context.userNamespace), sources.userNamespace],
    ['host namespaces', host.join(' ') || 'none'],
    [
      '/proc',
      context.procMount === 'Default' ? `${context.maskedPaths.length} paths masked` : 'unmasked',
      sources.procMount,
    ],
    ['root file system', context.readOnlyRoot ? 'read-only' : 'writable', sources.readOnlyRoot],
    ['writable volumes', writable.join(' ') || 'none'],
    ...(sysctls.length > 0 ? [['sysctls', sysctls.join(' ')] as const] : []),
  ];
}

function capabilityRows(capabilities: EffectiveCapabilities, source: string): Row[] {
  const list = (names: readonly string[]): string => names.join(' ') || 'none';
  const ifNonRoot = capabilities.ifNonRoot;
  const other = ifNonRoot === undefined ? '' : ` (as root; otherwise ${list(ifNonRoot.effective)})`;
  return [
    ['CapEff', list(capabilities.effective) + other, source],
    [
      'CapPrm',
      list(capabilities.permitted) +
        (ifNonRoot === undefined ? '' : ` (as root; otherwise ${list(ifNonRoot.permitted)})`),
    ],
    ['CapBnd', list(capabilities.bounding)],
    ['CapInh, CapAmb', `${list(capabilities.inheritable)}, ${list(capabilities.ambient)}`],
  ];
}

function windowsRows({ windows }: EffectiveContext): Row[] {
  return Object.entries(windows ?? {}).map(([name, value]): Row => [name, JSON.stringify(value) ?? '']);
}

const id = (value: number | null): string => (value === null ? 'of the image' : String(value));
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

function seLinux({ seLinux: options }: EffectiveContext): string {
  if (options === null) return 'chosen by the runtime';
  return [options.user, options.role, options.type, options.level].map((part) => part ?? '*').join(':');
}

function mark(answer: keyof typeof MARK, paint: Painter): string {
  if (answer === 'met') return paint.green(MARK.met);
  return answer === 'not-met' ? paint.red(MARK['not-met']) : MARK[answer];
}
