/**
 * The five capability sets of a container's first process.
 *
 * The runtime starts from its default set; `ALL` (in any case) in add or drop fills or empties it; then the single
 * names of add are put in and those of drop taken out. Bounding, permitted and effective get the result, inheritable
 * and ambient stay empty. Executing a program as a user other than root leaves permitted and effective empty, unless
 * the file has capabilities of its own. A privileged container has all that the runtime has, whatever add and drop
 * say; CRI-O alone puts them into the inheritable and ambient sets too, so that they reach any user.
 * Sources: containerd internal/cri/opts/spec_opts.go; CRI-O internal/factory/container; capabilities(7).
 */
import type { Capabilities } from '@bulkhead/apimachinery/types/core-v1';
import { allCapabilityNames, linuxCapability, sortCapabilities } from './capability-names.js';
import type { ContainerRuntime, NodeFacts } from './node-facts.js';
import { listOf, objectOf } from './plain-values.js';

export interface CapabilitySets {
  readonly effective: readonly string[];
  readonly permitted: readonly string[];
  readonly inheritable: readonly string[];
  readonly bounding: readonly string[];
  readonly ambient: readonly string[];
}

/** A name in add or drop that does not do what it seems to. */
export interface CapabilityMistake {
  readonly kind: 'prefix' | 'unknown' | 'spelling';
  readonly list: 'add' | 'drop';
  readonly index: number;
  readonly name: string;
  readonly message: string;
}

/** By rising number, like every set here. */
const CONTAINERD_DEFAULT: readonly string[] = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETPCAP',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SYS_CHROOT',
  'MKNOD',
  'AUDIT_WRITE',
  'SETFCAP',
];

const CRIO_DEFAULT: readonly string[] = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETPCAP',
  'NET_BIND_SERVICE',
];

const NONE: readonly string[] = Object.freeze([]);
const NO_MISTAKES: readonly CapabilityMistake[] = Object.freeze([]);
const NO_SETS: CapabilitySets = { effective: NONE, permitted: NONE, inheritable: NONE, bounding: NONE, ambient: NONE };

/** What the runtime gives when a container asks for nothing. */
export function defaultCapabilities(runtime: ContainerRuntime = 'containerd'): readonly string[] {
  return runtime === 'cri-o' ? CRIO_DEFAULT : CONTAINERD_DEFAULT;
}

/** The bounding set of a container with these requests. */
export function grantedCapabilities(
  requested: Capabilities | undefined,
  privileged: boolean,
  node: NodeFacts | undefined,
): readonly string[] {
  const available = node?.capabilities ?? allCapabilityNames();
  if (privileged) return available;
  const runtime = node?.runtime ?? 'containerd';
  const add = listOf(objectOf(requested)?.add);
  const drop = listOf(objectOf(requested)?.drop);
  if (add.length === 0 && drop.length === 0) return defaultCapabilities(runtime);
  const start = drop.some(isAll) ? NONE : add.some(isAll) ? available : defaultCapabilities(runtime);
  const added = kernelNames(add, runtime).filter((name) => !start.includes(name) && available.includes(name));
  const dropped = kernelNames(drop, runtime);
  const granted = added.length === 0 ? start : sortCapabilities(new Set([...start, ...added]));
  return dropped.length === 0 ? granted : granted.filter((name) => !dropped.includes(name));
}

/** What the runtime understands of a list, apart from ALL. */
function kernelNames(names: readonly unknown[], runtime: ContainerRuntime): string[] {
  const known: string[] = [];
  for (const name of names) {
    const capability = isAll(name) ? undefined : kernelName(name, runtime);
    if (capability !== undefined) known.push(capability);
  }
  return known;
}

/** The sets of a process that holds `granted` as its bounding set, run by root or by somebody else. */
export function capabilitySets(
  granted: readonly string[],
  root: boolean,
  privileged: boolean,
  runtime: ContainerRuntime = 'containerd',
): CapabilitySets {
  if (granted.length === 0) return NO_SETS;
  if (privileged && runtime === 'cri-o') {
    return { effective: granted, permitted: granted, inheritable: granted, bounding: granted, ambient: granted };
  }
  const held = root ? granted : NONE;
  return { effective: held, permitted: held, inheritable: NONE, bounding: granted, ambient: NONE };
}

/** `ALL`, which runtimes take in any case; Pod Security takes exactly `ALL`. */
export function isAll(name: unknown): boolean {
  return typeof name === 'string' && name.length === 3 && name.toUpperCase() === 'ALL';
}

/**
 * The capability that the runtime makes of a name, or undefined when it is none. containerd puts `CAP_` before
 * whatever stands there, so that CAP_CHOWN becomes CAP_CAP_CHOWN; CRI-O takes both spellings.
 */
export function kernelName(name: unknown, runtime: ContainerRuntime = 'containerd'): string | undefined {
  if (typeof name !== 'string') return undefined;
  const upper = name.toUpperCase();
  const bare = runtime === 'cri-o' && upper.startsWith('CAP_') ? upper.slice(4) : upper;
  return linuxCapability(bare) === undefined ? undefined : bare;
}

/** The names in add and drop that are misspelt for the runtime, for the kernel or for Pod Security. */
export function capabilityMistakes(
  requested: Capabilities | undefined,
  runtime: ContainerRuntime = 'containerd',
): readonly CapabilityMistake[] {
  const capabilities = objectOf(requested);
  if (capabilities === undefined) return NO_MISTAKES;
  let mistakes: CapabilityMistake[] | undefined;
  for (const list of ['add', 'drop'] as const) {
    const names = listOf(capabilities[list]);
    for (let index = 0; index < names.length; index++) {
      const mistake = mistakeOf(names[index], runtime);
      if (mistake === undefined) continue;
      mistakes ??= [];
      mistakes.push({ ...mistake, list, index });
    }
  }
  return mistakes ?? NO_MISTAKES;
}

function mistakeOf(name: unknown, runtime: ContainerRuntime): Omit<CapabilityMistake, 'list' | 'index'> | undefined {
  if (typeof name !== 'string' || name === 'ALL') return undefined;
  if (isAll(name)) {
    return {
      kind: 'spelling',
      name,
      message: `runtimes read "${name}" as ALL, but Pod Security asks for exactly "ALL"`,
    };
  }
  const upper = name.toUpperCase();
  if (upper.startsWith('CAP_') && linuxCapability(upper.slice(4)) !== undefined) {
    const effect =
      runtime === 'cri-o'
        ? 'CRI-O takes it, containerd does not'
        : `the runtime reads it as CAP_${upper}, which does not exist`;
    return { kind: 'prefix', name, message: `write "${upper.slice(4)}": ${effect}` };
  }
  if (linuxCapability(upper) === undefined) {
    return { kind: 'unknown', name, message: `Linux has no capability "${name}"` };
  }
  if (upper !== name) {
    return {
      kind: 'spelling',
      name,
      message: `runtimes read "${name}" as ${upper}, but Pod Security asks for exactly "${upper}"`,
    };
  }
  return undefined;
}
