/**
 * The fields that field selectors may name, by resource; all know `metadata.name`, and namespaced ones
 * `metadata.namespace`.
 *
 * Source: the AddFieldLabelConversionFunc calls under pkg/apis and the ToSelectableFields of pkg/registry.
 */
import { goQuote } from '@bulkhead/apimachinery';
import type { FieldRequirement } from '@bulkhead/apimachinery/selectors';
import { badRequest } from '../registry/failures.js';
import type { KubeObject } from '../registry/kube-object.js';

type Path = readonly string[];

/** The value at the path, as text; zero values stand for what is absent. */
interface SelectableField {
  readonly path: Path;
  readonly absent: string;
}

const at = (path: string, absent = ''): SelectableField => ({ path: path.split('.'), absent });

const NAME = at('metadata.name');
const NAMESPACE = at('metadata.namespace');

const INVOLVED = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const;

const involved = (label: string): readonly (readonly [string, SelectableField])[] =>
  INVOLVED.map((field) => [`${label}.${field}`, at(`${label}.${field}`)] as const);

const TABLE: ReadonlyMap<string, ReadonlyMap<string, SelectableField>> = new Map([
  [
    '/pods',
    new Map([
      ['spec.nodeName', at('spec.nodeName')],
      ['spec.host', at('spec.nodeName')],
      ['spec.restartPolicy', at('spec.restartPolicy')],
      ['spec.schedulerName', at('spec.schedulerName')],
      ['spec.serviceAccountName', at('spec.serviceAccountName')],
      ['spec.hostNetwork', at('spec.hostNetwork', 'false')],
      ['status.phase', at('status.phase')],
      ['status.podIP', at('status.podIP')],
      ['status.podIPs', at('status.podIP')],
      ['status.nominatedNodeName', at('status.nominatedNodeName')],
    ]),
  ],
  ['/nodes', new Map([['spec.unschedulable', at('spec.unschedulable', 'false')]])],
  ['/replicationcontrollers', new Map([['status.replicas', at('status.replicas', '0')]])],
  [
    '/events',
    new Map([
      ...involved('involvedObject'),
      ['reason', at('reason')],
      ['reportingComponent', at('reportingComponent')],
      ['source', at('source.component')],
      ['type', at('type')],
    ]),
  ],
  [
    'events.k8s.io/events',
    new Map([
      ...involved('regarding'),
      ['reason', at('reason')],
      ['reportingController', at('reportingController')],
      ['type', at('type')],
    ]),
  ],
  ['/namespaces', new Map([['status.phase', at('status.phase')]])],
  ['/secrets', new Map([['type', at('type')]])],
  [
    '/services',
    new Map([
      ['spec.clusterIP', at('spec.clusterIP')],
      ['spec.type', at('spec.type')],
    ]),
  ],
  ['batch/jobs', new Map([['status.successful', at('status.succeeded', '0')]])],
  ['certificates.k8s.io/certificatesigningrequests', new Map([['spec.signerName', at('spec.signerName')]])],
  ['certificates.k8s.io/clustertrustbundles', new Map([['spec.signerName', at('spec.signerName')]])],
  [
    'certificates.k8s.io/podcertificaterequests',
    new Map([
      ['spec.signerName', at('spec.signerName')],
      ['spec.podName', at('spec.podName')],
      ['spec.nodeName', at('spec.nodeName')],
    ]),
  ],
  [
    'resource.k8s.io/resourceslices',
    new Map([
      ['spec.nodeName', at('spec.nodeName')],
      ['spec.driver', at('spec.driver')],
    ]),
  ],
]);

/** Resources whose group converts labels itself, with a text of its own for those that it does not know. */
const OWN_CONVERSION: ReadonlySet<string> = new Set([
  '/pods',
  '/nodes',
  '/replicationcontrollers',
  '/events',
  'events.k8s.io/events',
  '/namespaces',
  '/secrets',
  '/services',
  'batch/jobs',
  'certificates.k8s.io/certificatesigningrequests',
  'certificates.k8s.io/clustertrustbundles',
  'certificates.k8s.io/podcertificaterequests',
  'resource.k8s.io/resourceslices',
]);

export type FieldMatcher = (object: KubeObject) => boolean;

/** Objects must be in the version of the request. Throws where a field cannot be selected by. */
export function fieldMatcher(
  requirements: readonly FieldRequirement[],
  { group, resource }: { readonly group: string; readonly resource: string },
): FieldMatcher | undefined {
  if (requirements.length === 0) return undefined;
  const key = `${group}/${resource}`;
  const table = TABLE.get(key);
  const terms = requirements.map(({ field, operator, value }) => {
    const known = field === 'metadata.name' ? NAME : field === 'metadata.namespace' ? NAMESPACE : table?.get(field);
    if (known === undefined) throw unknownField(field, OWN_CONVERSION.has(key));
    return { known, wantsEqual: operator === '=', value };
  });
  return (object) => terms.every(({ known, wantsEqual, value }) => (textAt(object, known) === value) === wantsEqual);
}

function unknownField(field: string, hasOwnConversion: boolean): Error {
  if (hasOwnConversion) return badRequest(`field label not supported: ${field}`);
  return badRequest(`${goQuote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`);
}

function textAt(object: KubeObject, { path, absent }: SelectableField): string {
  let value: unknown = object;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return absent;
    value = Reflect.get(value, part);
  }
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : absent;
}
