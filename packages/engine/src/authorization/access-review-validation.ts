/**
 * What the API server refuses in an access review (HTTP 422). The kind is empty in the message, as upstream builds it.
 *
 * Source: pkg/apis/authorization/validation/validation.go;
 * k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go.
 */
import { type FieldError, forbidden, invalid, type Minor, required, Verbatim } from '@bulkhead/apimachinery';
import type {
  FieldSelectorAttributes,
  LabelSelectorAttributes,
  LocalSubjectAccessReview,
  NonResourceAttributes,
  ResourceAttributes,
  SelfSubjectAccessReview,
  SubjectAccessReview,
} from '@bulkhead/apimachinery/types/authorization-v1';
import type { ObjectMeta } from '@bulkhead/apimachinery/types/meta-v1';
import { goQuote } from './go-syntax.js';
import { labelKeyErrors, labelValueErrors } from './name-syntax.js';

interface ReviewSpec {
  readonly resourceAttributes?: ResourceAttributes;
  readonly nonResourceAttributes?: NonResourceAttributes;
}

export function validateSubjectAccessReview(review: SubjectAccessReview, minor: Minor): readonly FieldError[] {
  return [
    ...subjectSpecErrors(review.spec ?? {}, minor),
    ...metadataErrors(review.metadata, 'must be empty', (key) => key !== 'managedFields'),
  ];
}

export function validateSelfSubjectAccessReview(review: SelfSubjectAccessReview, minor: Minor): readonly FieldError[] {
  const spec = review.spec ?? {};
  return [
    ...kindErrors(spec, minor),
    ...selectorErrors(spec.resourceAttributes, minor),
    ...metadataErrors(review.metadata, 'must be empty', (key) => key !== 'managedFields'),
  ];
}

export function validateLocalSubjectAccessReview(
  review: LocalSubjectAccessReview,
  minor: Minor,
): readonly FieldError[] {
  const spec = review.spec ?? {};
  const errors = [
    ...subjectSpecErrors(spec, minor),
    ...metadataErrors(
      review.metadata,
      'must be empty except for namespace',
      (key) => key !== 'managedFields' && key !== 'namespace',
    ),
  ];
  const namespace = spec.resourceAttributes?.namespace ?? '';
  if (spec.resourceAttributes !== undefined && namespace !== (review.metadata?.namespace ?? '')) {
    errors.push(invalid('spec.resourceAttributes.namespace', namespace, 'must match metadata.namespace'));
  }
  if (spec.nonResourceAttributes !== undefined) {
    const value = nonResourceValue(spec.nonResourceAttributes, minor);
    errors.push(invalid('spec.nonResourceAttributes', value, 'disallowed on this kind of request'));
  }
  return errors;
}

function subjectSpecErrors(
  spec: ReviewSpec & { readonly user?: string; readonly groups?: readonly string[] },
  minor: Minor,
): FieldError[] {
  const errors = kindErrors(spec, minor);
  if ((spec.user ?? '') === '' && (spec.groups ?? []).length === 0) {
    errors.push(invalid('spec.user', '', 'at least one of user or group must be specified'));
  }
  return [...errors, ...selectorErrors(spec.resourceAttributes, minor)];
}

function kindErrors(spec: ReviewSpec, minor: Minor): FieldError[] {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (resourceAttributes !== undefined && nonResourceAttributes !== undefined) {
    const detail = 'cannot be specified in combination with resourceAttributes';
    return [invalid('spec.nonResourceAttributes', nonResourceValue(nonResourceAttributes, minor), detail)];
  }
  if (resourceAttributes === undefined && nonResourceAttributes === undefined) {
    const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    // Until 1.33 the missing value is printed as a text.
    return [invalid('spec.resourceAttributes', minor >= 34 ? null : 'null', detail)];
  }
  return [];
}

function selectorErrors(attributes: ResourceAttributes | undefined, minor: Minor): readonly FieldError[] {
  if (attributes === undefined) return [];
  return [
    ...formErrors(attributes.fieldSelector, 'spec.resourceAttributes.fieldSelector'),
    ...(attributes.fieldSelector?.requirements ?? []).flatMap((requirement, index) => {
      const path = `spec.resourceAttributes.fieldSelector.requirements[${index}]`;
      const keyErrors = (requirement.key ?? '') === '' ? [required(`${path}.key`, 'must be specified')] : [];
      return [...keyErrors, ...countErrors(requirement, path)];
    }),
    ...formErrors(attributes.labelSelector, 'spec.resourceAttributes.labelSelector'),
    ...(attributes.labelSelector?.requirements ?? []).flatMap((requirement, index) => {
      const path = `spec.resourceAttributes.labelSelector.requirements[${index}]`;
      const key = requirement.key ?? '';
      return [
        ...countErrors(requirement, path),
        ...labelKeyErrors(key, minor).map((detail) => invalid(`${path}.key`, key, detail)),
        ...(requirement.values ?? []).flatMap((value, at) =>
          labelValueErrors(value, minor).map((detail) => invalid(`${path}.values[${at}]`, value, detail)),
        ),
      ];
    }),
  ];
}

function formErrors(
  selector: FieldSelectorAttributes | LabelSelectorAttributes | undefined,
  path: string,
): readonly FieldError[] {
  if (selector === undefined) return [];
  const hasRaw = (selector.rawSelector ?? '') !== '';
  const hasRequirements = (selector.requirements ?? []).length > 0;
  if (hasRaw && hasRequirements) {
    const detail = 'may not specified at the same time as requirements';
    return [invalid(`${path}.rawSelector`, selector.rawSelector, detail)];
  }
  if (hasRaw || hasRequirements) return [];
  return [required(`${path}.requirements`, `when ${path} is specified, requirements or rawSelector is required`)];
}

interface Requirement {
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** Operators that are not known pass: a newer client may know more. */
function countErrors({ operator, values = [] }: Requirement, path: string): readonly FieldError[] {
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0) {
    return [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  }
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0) {
    return [forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
  }
  return [];
}

function metadataErrors(
  metadata: ObjectMeta | undefined,
  detail: string,
  counts: (key: string) => boolean,
): readonly FieldError[] {
  const set = Object.entries(metadata ?? {}).filter(([key, value]) => counts(key) && !isEmpty(value));
  return set.length === 0 ? [] : [invalid('metadata', metadata, detail)];
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Upstream prints its internal struct: as JSON with Go's field names, before 1.34 in Go syntax. */
function nonResourceValue({ path = '', verb = '' }: NonResourceAttributes, minor: Minor): Verbatim {
  if (minor >= 34) return new Verbatim(JSON.stringify({ Path: path, Verb: verb }));
  return new Verbatim(`authorization.NonResourceAttributes{Path:${goQuote(path)}, Verb:${goQuote(verb)}}`);
}
