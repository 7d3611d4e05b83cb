/**
 * Metadata of every object.
 * Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMeta, and
 * pkg/apis/core/validation/validation.go ValidateObjectMeta, which adds a rule on finalizers.
 */
import type { ObjectMeta } from '../../generated/types/meta-v1.js';
import { dns1123LabelProblems, type NameRule } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { report } from '../name.js';
import { validateNonnegativeField } from '../number.js';
import { struct, text } from '../zero-value.js';
import { validateFinalizers, validateKubeFinalizers } from './finalizers.js';
import { validateAnnotations, validateLabels } from './labels.js';
import { validateManagedFields } from './managed-fields.js';
import { validateOwnerReferences } from './owner-references.js';

export const METADATA_PATH = new Path('metadata');

export interface ObjectMetaRules {
  readonly isNamespaced: boolean;
  readonly nameRule: NameRule;
  /** Whether `generateName` goes unchecked beside a name. */
  readonly ignoresGenerateName?: boolean;
}

/** What kinds of the core, apps, batch and most other groups demand. */
export function validateObjectMeta(metadata: ObjectMeta | undefined, rules: ObjectMetaRules, errors: ErrorList): void {
  validatePlainObjectMeta(metadata, rules, errors);
  validateKubeFinalizers(metadata?.finalizers, METADATA_PATH, errors);
}

/** What every kind demands. */
export function validatePlainObjectMeta(
  metadata: ObjectMeta | undefined,
  { isNamespaced, nameRule, ignoresGenerateName = false }: ObjectMetaRules,
  errors: ErrorList,
): void {
  const meta = struct(metadata);
  const generateName = text(meta.generateName);
  if (generateName !== '' && !ignoresGenerateName) {
    report(generateName, nameRule(generateName, true), METADATA_PATH, 'generateName', errors);
  }
  const name = text(meta.name);
  if (name === '') errors.required(METADATA_PATH.child('name'), 'name or generateName is required');
  else report(name, nameRule(name, false), METADATA_PATH, 'name', errors);
  validateNamespaceOf(text(meta.namespace), isNamespaced, errors);
  validateNonnegativeField(meta.generation, METADATA_PATH, 'generation', errors);
  validateLabels(meta.labels, METADATA_PATH, 'labels', errors);
  validateAnnotations(meta.annotations, METADATA_PATH, 'annotations', errors);
  validateOwnerReferences(meta.ownerReferences, METADATA_PATH, errors);
  validateFinalizers(meta.finalizers, METADATA_PATH, errors);
  validateManagedFields(meta.managedFields, METADATA_PATH, errors);
}

function validateNamespaceOf(namespace: string, isNamespaced: boolean, errors: ErrorList): void {
  if (!isNamespaced) {
    if (namespace !== '') errors.forbidden(METADATA_PATH.child('namespace'), 'not allowed on this type');
    return;
  }
  if (namespace === '') errors.required(METADATA_PATH.child('namespace'));
  else report(namespace, dns1123LabelProblems(namespace), METADATA_PATH, 'namespace', errors);
}
