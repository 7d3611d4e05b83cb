/**
 * Kinds of which names and metadata are looked at, and little else: the rule for names, and what else a store must be
 * able to rely on. Source: the Validate functions of pkg/apis/<group>/validation.
 */
import type { ObjectMeta } from '../generated/types/meta-v1.js';
import { canonicalIPProblems } from '../ip/index.js';
import { type NameRule, NO_PROBLEMS, nameIsDnsSubdomain, nameIsPathSegment } from '../names/index.js';
import type { ErrorList } from './error-list.js';
import { Path } from './field-path.js';
import { METADATA_PATH, validateObjectMeta } from './metadata/object-meta.js';
import { clusterTrustBundleNameProblems } from './signer-name.js';
import type { ValidationOptions } from './validation-options.js';
import { isSet, text } from './zero-value.js';

interface MetadataKind {
  readonly key: string;
  readonly isNamespaced: boolean;
  readonly countsGenerations: boolean;
  readonly validate: (object: WithMetadata, options: ValidationOptions, errors: ErrorList) => void;
}

interface WithMetadata {
  readonly metadata?: ObjectMeta;
  readonly [field: string]: unknown;
}

/** An address as Go prints it: no leading zeros, IPv6 in its shortest form. */
const nameIsAddress: NameRule = (name, isPrefix) => (isPrefix ? NO_PROBLEMS : canonicalIPProblems(name));

/** `group.resource`. */
const nameIsGroupResource: NameRule = (name, isPrefix) => {
  if (isPrefix) return NO_PROBLEMS;
  return /^[^.]+\..+$/.test(name)
    ? nameIsPathSegment(name, isPrefix)
    : ['name must be in the form of <group>.<resource>'];
};

const nameIsTrustBundle: NameRule = (name, isPrefix) => (isPrefix ? NO_PROBLEMS : clusterTrustBundleNameProblems(name));

const rule =
  (isNamespaced: boolean, nameRule: NameRule) =>
  (object: WithMetadata, _: ValidationOptions, errors: ErrorList): void =>
    validateObjectMeta(object.metadata, { isNamespaced, nameRule }, errors);

const part = (object: WithMetadata, ...names: readonly string[]): string => {
  let value: unknown = object;
  for (const name of names) {
    if (typeof value !== 'object' || value === null) return '';
    value = (value as { readonly [name: string]: unknown })[name];
  }
  return text(value as string);
};

/** The name repeats two fields of the spec: only so can nobody take the place of another. */
function namedBySpec(first: string, second: string) {
  return (object: WithMetadata, _: ValidationOptions, errors: ErrorList): void => {
    validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsPathSegment }, errors);
    const path = ['spec', ...first.split('.')];
    const required = `${part(object, ...path)}.${part(object, 'spec', second)}`;
    const name = text(object.metadata?.name);
    if (name === required) return;
    const detail =
      first === 'version'
        ? `must be \`spec.version+"."+spec.group\`: "${required}"`
        : `must be spec.names.plural+"."+spec.group`;
    errors.invalid(METADATA_PATH.child('name'), name, detail);
  };
}

function validateControllerRevision(object: WithMetadata, options: ValidationOptions, errors: ErrorList): void {
  rule(true, nameIsDnsSubdomain)(object, options, errors);
  if (!isSet(object['data'])) errors.required(new Path('data'), 'data is mandatory');
  const { revision } = object;
  if (typeof revision === 'number' && revision < 0) {
    errors.invalid(new Path('revision'), revision, 'must be greater than or equal to 0');
  }
}

const SUBDOMAIN_CLUSTER = rule(false, nameIsDnsSubdomain);
const SUBDOMAIN = rule(true, nameIsDnsSubdomain);

type Row = readonly [
  group: string,
  versions: readonly string[],
  kind: string,
  isNamespaced: boolean,
  countsGenerations: boolean,
  validate: MetadataKind['validate'],
];

const DEVICES = ['v1', 'v1beta2', 'v1beta1', 'v1alpha3', 'v1alpha2'];
const ADMISSION = 'admissionregistration.k8s.io';

const ROWS: readonly Row[] = [
  [ADMISSION, ['v1', 'v1beta1', 'v1alpha1'], 'MutatingAdmissionPolicy', false, true, SUBDOMAIN_CLUSTER],
  [ADMISSION, ['v1', 'v1beta1', 'v1alpha1'], 'MutatingAdmissionPolicyBinding', false, true, SUBDOMAIN_CLUSTER],
  [ADMISSION, ['v1alpha1'], 'ValidatingAdmissionPolicy', false, true, SUBDOMAIN_CLUSTER],
  [ADMISSION, ['v1alpha1'], 'ValidatingAdmissionPolicyBinding', false, true, SUBDOMAIN_CLUSTER],
  ['apiextensions.k8s.io', ['v1'], 'CustomResourceDefinition', false, true, namedBySpec('names.plural', 'group')],
  ['apiregistration.k8s.io', ['v1', 'v1beta1'], 'APIService', false, false, namedBySpec('version', 'group')],
  ['apps', ['v1'], 'ControllerRevision', true, false, validateControllerRevision],
  ['certificates.k8s.io', ['v1beta1', 'v1alpha1'], 'ClusterTrustBundle', false, false, rule(false, nameIsTrustBundle)],
  ['certificates.k8s.io', ['v1beta1', 'v1alpha1'], 'PodCertificateRequest', true, false, SUBDOMAIN],
  ['coordination.k8s.io', ['v1beta1', 'v1alpha2', 'v1alpha1'], 'LeaseCandidate', true, false, SUBDOMAIN],
  ['internal.apiserver.k8s.io', ['v1alpha1'], 'StorageVersion', false, false, rule(false, nameIsGroupResource)],
  ['networking.k8s.io', ['v1', 'v1beta1', 'v1alpha1'], 'IPAddress', false, false, rule(false, nameIsAddress)],
  ['networking.k8s.io', ['v1', 'v1beta1', 'v1alpha1'], 'ServiceCIDR', false, false, SUBDOMAIN_CLUSTER],
  ['resource.k8s.io', DEVICES, 'DeviceClass', false, true, SUBDOMAIN_CLUSTER],
  ['resource.k8s.io', DEVICES, 'DeviceTaintRule', false, true, SUBDOMAIN_CLUSTER],
  ['resource.k8s.io', DEVICES, 'ResourceClaim', true, true, SUBDOMAIN],
  ['resource.k8s.io', DEVICES, 'ResourceClaimTemplate', true, true, SUBDOMAIN],
  ['resource.k8s.io', DEVICES, 'ResourceSlice', false, true, SUBDOMAIN_CLUSTER],
  ['storage.k8s.io', ['v1', 'v1beta1', 'v1alpha1'], 'CSIStorageCapacity', true, false, SUBDOMAIN],
  ['storage.k8s.io', ['v1', 'v1beta1', 'v1alpha1'], 'VolumeAttachment', false, false, SUBDOMAIN_CLUSTER],
  ['storage.k8s.io', ['v1', 'v1beta1', 'v1alpha1'], 'VolumeAttributesClass', false, false, SUBDOMAIN_CLUSTER],
  ['storagemigration.k8s.io', ['v1beta1', 'v1alpha1'], 'StorageVersionMigration', false, false, SUBDOMAIN_CLUSTER],
];

export const METADATA_KINDS: readonly MetadataKind[] = ROWS.flatMap(
  ([group, versions, kind, isNamespaced, countsGenerations, validate]) =>
    versions.map((version) => ({ key: `${group}/${version}/${kind}`, isNamespaced, countsGenerations, validate })),
);
