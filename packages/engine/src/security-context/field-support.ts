/**
 * Which security fields of a Pod a cluster keeps. A field is unknown before the minor that introduced it; while its
 * feature gate is off the API server clears it on create (procMount is reset to Default instead).
 * Source: pkg/api/pod/util.go (dropDisabledFields) and pkg/features/kube_features.go of 1.27 to 1.36.
 */
import { formatMinor, type VersionProfile } from '@bulkhead/apimachinery';
import { type Step, stepAt } from './by-minor.js';

export type GatedField =
  | 'appArmorAnnotation'
  | 'appArmorProfile'
  | 'hostUsers'
  | 'procMount'
  | 'recursiveReadOnly'
  | 'seLinuxChangePolicy'
  | 'supplementalGroupsPolicy';

/** Not there yet, kept whatever the gates say, or kept while all of these gates are on. */
type Support = 'unknown' | 'kept' | readonly string[];

const SUPPORT: { readonly [field in GatedField]: readonly [Step<Support>, ...Step<Support>[]] } = {
  appArmorAnnotation: [
    { from: 27, value: ['AppArmor'] },
    { from: 31, value: 'kept' },
  ],
  appArmorProfile: [
    { from: 27, value: 'unknown' },
    { from: 30, value: ['AppArmor', 'AppArmorFields'] },
    { from: 31, value: 'kept' },
  ],
  hostUsers: [
    { from: 27, value: ['UserNamespacesStatelessPodsSupport'] },
    { from: 28, value: ['UserNamespacesSupport'] },
    { from: 36, value: 'kept' },
  ],
  procMount: [
    { from: 27, value: ['ProcMountType'] },
    { from: 36, value: 'kept' },
  ],
  recursiveReadOnly: [
    { from: 27, value: 'unknown' },
    { from: 30, value: ['RecursiveReadOnlyMounts'] },
    { from: 33, value: 'kept' },
  ],
  seLinuxChangePolicy: [
    { from: 27, value: 'unknown' },
    { from: 32, value: ['SELinuxChangePolicy'] },
    { from: 36, value: 'kept' },
  ],
  supplementalGroupsPolicy: [
    { from: 27, value: 'unknown' },
    { from: 31, value: ['SupplementalGroupsPolicy'] },
    { from: 35, value: 'kept' },
  ],
};

export interface FieldSupport {
  readonly kept: boolean;
  /** The gate that is off, when that is the reason. */
  readonly gate?: string;
  /** Why the field has no effect; empty when it is kept. */
  readonly why: string;
}

const KEPT: FieldSupport = { kept: true, why: '' };

/** Whether the API server of this cluster keeps the field, and why not. */
export function fieldSupport(field: GatedField, profile: VersionProfile): FieldSupport {
  const support = stepAt(SUPPORT[field], profile.minor);
  if (support === 'kept') return KEPT;
  if (support === 'unknown') {
    return { kept: false, why: `Kubernetes ${formatMinor(profile.minor)} does not know this field` };
  }
  const gate = support.find((name) => !profile.enabled(name));
  if (gate === undefined) return KEPT;
  const cleared = field === 'procMount' ? 'resets it to Default' : 'drops it';
  return { kept: false, gate, why: `the API server ${cleared} while the feature gate ${gate} is off` };
}
