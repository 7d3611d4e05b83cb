/**
 * PersistentVolumeClaims of a kubelet: it may report capacity and conditions of a claim and, where volume expansion can
 * be recovered, how far an expansion came.
 *
 * Upstream ends the refusal with a diff of its internal objects; here the fields that differ are listed.
 *
 * Source: plugin/pkg/admission/noderestriction/admission.go (admitPVCStatus).
 */
import type { Minor, VersionProfile } from '@bulkhead/apimachinery';
import { goQuote } from '../authorization/go-syntax.js';
import { isJSONObject, ownValue, semanticallyEqual } from '../authorization/semantic-equality.js';
import { ADMITTED, type AdmissionResult, refuse } from './admission-request.js';
import type { Restriction } from './node-restriction.js';

/** What the text calls the fields, by minor. */
const QUANTITY_FROM: Minor = 30;
const EXPANSION_FIELDS = ['allocatedResources', 'allocatedResourceStatuses', 'resizeStatus'];

export function admitPersistentVolumeClaim({ request, node, profile }: Restriction): AdmissionResult {
  if (request.subresource !== 'status') return refuse(request, 'may only update PVC status');
  if (request.operation !== 'UPDATE') return refuse(request, `unexpected operation ${goQuote(request.operation)}`);
  const fields = changedFields(request.object, request.oldObject, profile);
  if (fields.length === 0) return ADMITTED;
  const allowed = profile.minor >= QUANTITY_FROM ? 'status.quantity' : 'status.capacity';
  const text = `is not allowed to update fields other than ${allowed} and status.conditions: ${fields.join(', ')}`;
  return refuse(request, `node ${goQuote(node)} ${text}`);
}

function changedFields(object: unknown, oldObject: unknown, profile: VersionProfile): readonly string[] {
  const statusFields = [
    'capacity',
    'conditions',
    ...(profile.enabled('RecoverVolumeExpansionFailure') ? EXPANSION_FIELDS : []),
  ];
  const ignored: Readonly<Record<string, ReadonlySet<string>>> = {
    metadata: new Set(['resourceVersion', 'managedFields']),
    spec: new Set(),
    status: new Set(statusFields),
  };
  return Object.entries(ignored).flatMap(([part, fields]) => {
    const [now, before] = [partOf(object, part), partOf(oldObject, part)];
    return [...new Set([...Object.keys(now), ...Object.keys(before)])]
      .filter((key) => !fields.has(key) && !semanticallyEqual({ [key]: now[key] }, { [key]: before[key] }))
      .map((key) => `${part}.${key}`);
  });
}

function partOf(object: unknown, part: string): { readonly [key: string]: unknown } {
  const value = isJSONObject(object) ? ownValue(object, part) : undefined;
  return isJSONObject(value) ? value : {};
}
