/**
 * A kubelet's Node: its own only, without a config source, without taints and owners changed, and with labels of
 * Kubernetes' own domains only as far as they are the kubelet's business.
 *
 * Forbidden to set or change: labels in `node-restriction.kubernetes.io` and below, and labels in `kubernetes.io` and
 * `k8s.io` and below, except those listed here and those in `kubelet.kubernetes.io`, `node.kubernetes.io` and below.
 *
 * Source: plugin/pkg/admission/noderestriction/admission.go (admitNode), k8s.io/kubelet/pkg/apis/well_known_labels.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { Node } from '@bulkhead/apimachinery/types/core-v1';
import { goQuote } from '../authorization/go-syntax.js';
import { semanticallyEqual } from '../authorization/semantic-equality.js';
import { ADMITTED, type AdmissionResult, refuse } from './admission-request.js';
import type { Restriction } from './node-restriction.js';

/** Fixed in patch releases of older minors as well (CVE-2025-5187). */
const OWNER_REFERENCES_FROM: Minor = 31;

const KUBELET_LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/instance-type',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
]);

export function admitNode({ request, node, profile }: Restriction): AdmissionResult {
  const own = `node ${goQuote(node)}`;
  if (request.name !== node) return refuse(request, `${own} is not allowed to modify node ${goQuote(request.name)}`);
  const object = (request.object ?? {}) as Node;
  if (request.operation === 'CREATE') {
    if (object.spec?.configSource !== undefined) {
      return refuse(request, `${own} is not allowed to create pods with a non-nil configSource`);
    }
    const labels = forbiddenLabels(object.metadata?.labels ?? {}, {});
    if (labels.length === 0) return ADMITTED;
    return refuse(request, `${own} is not allowed to set the following labels: ${labels.join(', ')}`);
  }
  if (request.operation !== 'UPDATE') return ADMITTED;
  const oldObject = (request.oldObject ?? {}) as Node;
  const { configSource } = object.spec ?? {};
  if (configSource !== undefined && !semanticallyEqual(configSource, oldObject.spec?.configSource)) {
    return refuse(request, `${own} is not allowed to update configSource to a new non-nil configSource`);
  }
  if (!semanticallyEqual(object.spec?.taints, oldObject.spec?.taints)) {
    return refuse(request, `${own} is not allowed to modify taints`);
  }
  const sameOwners = semanticallyEqual(object.metadata?.ownerReferences, oldObject.metadata?.ownerReferences);
  if (profile.minor >= OWNER_REFERENCES_FROM && !sameOwners) {
    return refuse(request, `${own} is not allowed to modify ownerReferences`);
  }
  const labels = forbiddenLabels(object.metadata?.labels ?? {}, oldObject.metadata?.labels ?? {});
  return labels.length === 0 ? ADMITTED : refuse(request, `is not allowed to modify labels: ${labels.join(', ')}`);
}

type Labels = { readonly [key: string]: string };

/** Keys that differ and that a kubelet may not touch, sorted. */
function forbiddenLabels(labels: Labels, oldLabels: Labels): readonly string[] {
  const valueOf = (map: Labels, key: string): string | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);
  return [...new Set([...Object.keys(labels), ...Object.keys(oldLabels)])]
    .filter((key) => valueOf(labels, key) !== valueOf(oldLabels, key) && isForbidden(key))
    .sort();
}

function isForbidden(key: string): boolean {
  const slash = key.indexOf('/');
  const domain = slash < 0 ? '' : key.slice(0, slash);
  if (isInDomain(domain, 'node-restriction.kubernetes.io')) return true;
  if (!isInDomain(domain, 'kubernetes.io') && !isInDomain(domain, 'k8s.io')) return false;
  const isKubelets =
    KUBELET_LABELS.has(key) || isInDomain(domain, 'kubelet.kubernetes.io') || isInDomain(domain, 'node.kubernetes.io');
  return !isKubelets;
}

const isInDomain = (domain: string, parent: string): boolean => domain === parent || domain.endsWith(`.${parent}`);
