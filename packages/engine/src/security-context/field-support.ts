/**
 * Which security settings of a Pod a cluster keeps. A field is unknown before the minor that introduced it; while its
 * feature gate is off the API server clears it on create (procMount is reset to Default instead).
 * Source: pkg/api/pod/util.go (dropDisabledFields) and pkg/features/kube_features.go of 1.27 to 1.36.
 */
import { formatMinor, type Minor, type VersionProfile } from '@bulkhead/apimachinery';
import { dropsOfField, missingGate } from '@bulkhead/features';

export type GatedField =
  | 'appArmorAnnotation'
  | 'appArmorProfile'
  | 'hostUsers'
  | 'procMount'
  | 'recursiveReadOnly'
  | 'seLinuxChangePolicy'
  | 'supplementalGroupsPolicy';

interface FieldOrigin {
  readonly type: string;
  /** The first minor that knows the field; the oldest one here for those that are older. */
  readonly since: Minor;
}

const FIELDS: { readonly [field in Exclude<GatedField, 'appArmorAnnotation'>]: FieldOrigin } = {
  appArmorProfile: { type: 'core.v1.SecurityContext', since: 30 },
  hostUsers: { type: 'core.v1.PodSpec', since: 27 },
  procMount: { type: 'core.v1.SecurityContext', since: 27 },
  recursiveReadOnly: { type: 'core.v1.VolumeMount', since: 30 },
  seLinuxChangePolicy: { type: 'core.v1.PodSecurityContext', since: 32 },
  supplementalGroupsPolicy: { type: 'core.v1.PodSecurityContext', since: 31 },
};

/** The last minor in which AppArmor has a gate; the annotations go with it. */
const APP_ARMOR_GATE_UNTIL: Minor = 30;

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
  const { minor } = profile;
  if (field === 'appArmorAnnotation') {
    return minor > APP_ARMOR_GATE_UNTIL || profile.enabled('AppArmor') ? KEPT : dropped('AppArmor');
  }
  const { type, since } = FIELDS[field];
  if (minor < since) return { kept: false, why: `Kubernetes ${formatMinor(minor)} does not know this field` };
  for (const drop of dropsOfField(type, field, minor)) {
    const gate = missingGate(drop, profile);
    if (gate !== undefined) return dropped(gate, drop.replacement);
  }
  return KEPT;
}

function dropped(gate: string, replacement?: string): FieldSupport {
  const effect = replacement === undefined ? 'drops it' : `resets it to ${replacement}`;
  return { kept: false, gate, why: `the API server ${effect} while the feature gate ${gate} is off` };
}
