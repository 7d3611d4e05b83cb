/**
 * Gates that need other gates.
 *
 * From 1.35 every component refuses to start when a gate is on and one that it depends on is off
 * (k8s.io/component-base/featuregate; the dependencies are declared beside the gates). Before that a few
 * pairs were checked by kube-apiserver alone, each with a text of its own
 * (pkg/controlplane/apiserver/options/validation.go, pkg/kubeapiserver/options/authentication.go).
 */
import type { Minor } from '@bulkhead/apimachinery';
import { featureGate, isKnown } from './feature-gate.js';

/** The first minor whose components check declared dependencies. */
export const DEPENDENCIES_ENFORCED_FROM: Minor = 35;

/** A dependency list that holds from a minor on. */
interface Requirement {
  readonly from: Minor;
  readonly gates: readonly string[];
}

/**
 * Where the declared dependencies changed between minors. The generated table has one list a gate; these win over it.
 * An empty list: the gate stands alone.
 */
const CHANGED: ReadonlyMap<string, readonly Requirement[]> = new Map([
  [
    'InPlacePodVerticalScalingExclusiveMemory',
    [
      { from: 35, gates: ['InPlacePodVerticalScaling', 'MemoryManager'] },
      { from: 36, gates: ['InPlacePodVerticalScaling'] },
    ],
  ],
  [
    'UserNamespacesHostNetworkSupport',
    [
      { from: 35, gates: ['UserNamespacesSupport'] },
      { from: 36, gates: ['NodeDeclaredFeatures', 'UserNamespacesSupport'] },
    ],
  ],
  [
    'WindowsCPUAndMemoryAffinity',
    [
      { from: 35, gates: ['MemoryManager'] },
      { from: 36, gates: [] },
    ],
  ],
]);

/** A pair that kube-apiserver checked itself; `to` is the last minor that did. */
export interface StartupCheck {
  readonly gate: string;
  readonly requires: string;
  readonly from: Minor;
  readonly to: Minor;
  readonly message: string;
}

export const STARTUP_CHECKS: readonly StartupCheck[] = [
  {
    gate: 'UnknownVersionInteroperabilityProxy',
    requires: 'StorageVersionAPI',
    from: 28,
    to: 32,
    message: 'UnknownVersionInteroperabilityProxy feature requires StorageVersionAPI feature flag to be enabled',
  },
  {
    gate: 'ServiceAccountTokenNodeBinding',
    requires: 'ServiceAccountTokenNodeBindingValidation',
    from: 30,
    to: 34,
    message:
      'the "ServiceAccountTokenNodeBinding" feature gate can only be enabled if the "ServiceAccountTokenNodeBindingValidation" feature gate is also enabled',
  },
  {
    gate: 'AuthorizeNodeWithSelectors',
    requires: 'AuthorizeWithSelectors',
    from: 31,
    to: 34,
    message: 'AuthorizeNodeWithSelectors feature requires AuthorizeWithSelectors feature to be enabled',
  },
  {
    gate: 'DRAControlPlaneController',
    requires: 'DynamicResourceAllocation',
    from: 31,
    to: 31,
    message: 'DRAControlPlaneController feature requires DynamicResourceAllocation feature to be enabled',
  },
  {
    gate: 'PodCertificateRequest',
    requires: 'AuthorizeNodeWithSelectors',
    from: 34,
    to: 34,
    message: 'PodCertificateRequest feature requires AuthorizeNodeWithSelectors feature to be enabled',
  },
];

/**
 * The gates that must be on in that minor when `gate` is, in the order in which upstream names them; empty for a
 * minor in which nothing checks it.
 */
export function requirementsIn(gate: string, minor: Minor): readonly string[] {
  const entry = featureGate(gate);
  if (entry === undefined || !isKnown(entry.stageIn(minor))) return [];
  if (minor >= DEPENDENCIES_ENFORCED_FROM) {
    const changed = CHANGED.get(gate)?.findLast((requirement) => requirement.from <= minor);
    return changed?.gates ?? [...entry.requires].sort();
  }
  return STARTUP_CHECKS.filter((check) => check.gate === gate && check.from <= minor && minor <= check.to).map(
    (check) => check.requires,
  );
}
