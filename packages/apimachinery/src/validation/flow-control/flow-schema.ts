/**
 * Flow schemas: which requests go to which priority level.
 * Source: pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchema.
 */
import type { FlowDistinguisherMethod, FlowSchema, FlowSchemaSpec } from '../../generated/types/flowcontrol-v1.js';
import { nameIsDnsSubdomain } from '../../names/index.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { validateDns1123Subdomain } from '../name.js';
import { semanticallyEqual } from '../update/semantic-equal.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, number, struct, text } from '../zero-value.js';
import { validateFlowRules } from './flow-rules.js';
import { MANDATORY_FLOW_SCHEMAS } from './mandatory-specs.js';

const SPEC_PATH = new Path('spec');
const PRECEDENCE_PATH = SPEC_PATH.child('matchingPrecedence');
const RULES_PATH = SPEC_PATH.child('rules');
const MAX_PRECEDENCE = 10_000;
const METHODS: readonly string[] = ['ByNamespace', 'ByUser'];

export function validateFlowSchema(object: FlowSchema, _: ValidationOptions, errors: ErrorList): void {
  const name = text(object.metadata?.name);
  const spec = struct(object.spec);
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  validateSpec(spec, name, errors);
  const fixed = MANDATORY_FLOW_SCHEMAS.get(name);
  if (fixed === undefined || semanticallyEqual(spec, fixed)) return;
  const found = internalValue('flowcontrol.FlowSchemaSpec', spec, errors.minor);
  errors.invalid(SPEC_PATH, found, `spec of '${name}' must equal the fixed value`);
}

function validateSpec(spec: FlowSchemaSpec, name: string, errors: ErrorList): void {
  validatePrecedence(number(spec.matchingPrecedence), name, errors);
  validateMethod(spec.distinguisherMethod, errors);
  const reference = SPEC_PATH.child('priorityLevelConfiguration');
  const level = text(spec.priorityLevelConfiguration?.name);
  if (level === '') errors.required(reference.child('name'), 'must reference a priority level');
  else validateDns1123Subdomain(level, reference, 'name', errors);
  for (const [index, rules] of list(spec.rules).entries()) validateFlowRules(rules, RULES_PATH.index(index), errors);
}

function validatePrecedence(precedence: number | bigint, name: string, errors: ErrorList): void {
  if (precedence <= 0) errors.invalid(PRECEDENCE_PATH, precedence, 'must be a positive value');
  if (precedence > MAX_PRECEDENCE) {
    errors.invalid(PRECEDENCE_PATH, precedence, `must not be greater than ${MAX_PRECEDENCE}`);
  }
  if (precedence === 1 && name !== 'exempt') {
    const detail = "only the schema named 'exempt' may have matchingPrecedence 1";
    errors.invalid(PRECEDENCE_PATH, precedence, detail);
  }
}

/** The value that is printed is the method, although the path is that of its type. */
function validateMethod(method: FlowDistinguisherMethod | undefined, errors: ErrorList): void {
  if (!isSet(method) || METHODS.includes(text(method.type))) return;
  const found = internalValue('flowcontrol.FlowDistinguisherMethod', method, errors.minor);
  errors.notSupported(SPEC_PATH.child('distinguisherMethod').child('type'), found, METHODS);
}
