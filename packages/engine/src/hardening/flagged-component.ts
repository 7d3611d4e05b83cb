/** A component whose settings are flags, and what stands beside it in the input. */
import type { ClusterProfile } from '@bulkhead/features';
import type { ComponentName } from './command-line/component-command.js';
import type { FlagSet } from './command-line/flag-set.js';
import type { GateSettings } from './gate-settings.js';
import type { Kubelet } from './kubelet/kubelet.js';
import { type PlainMap, shown } from './plain-value.js';

export interface FlaggedComponent {
  readonly name: ComponentName;
  readonly flags: FlagSet;
  readonly gates: GateSettings;
}

/** The rest of the input, as far as it decides how bad a setting is. */
export interface Surroundings {
  readonly profile: ClusterProfile;
  readonly apiServers: readonly FlaggedComponent[];
  readonly kubelets: readonly Kubelet[];
  /** Files of `--authentication-config`. */
  readonly authenticationFiles: readonly PlainMap[];
  /** Bindings that give callers without credentials more than every cluster does, as `Kind name`. */
  readonly anonymousBindings: readonly string[];
  /** Namespaces with labels of Pod Security. */
  readonly labelledNamespaces: readonly string[];
  /** Workloads of which a container has no seccomp profile of its own, as `Kind namespace/name`. */
  readonly workloadsWithoutSeccomp: readonly string[];
}

/** `--profiling is not set`, `--profiling=true` */
export function flagText(flags: FlagSet, name: string): string {
  const value = flags.text(name);
  return value === undefined ? `--${name} is not set` : `--${name}=${shown(value)}`;
}

/** Names in a sentence; the first few and how many more. */
export function namesText(names: readonly string[], most = 3): string {
  const first = names.slice(0, most).map(shown).join(', ');
  return names.length > most ? `${first} and ${names.length - most} more` : first;
}
