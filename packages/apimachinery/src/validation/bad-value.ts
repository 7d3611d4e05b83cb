/**
 * Composite values in error texts. Since 1.34 the API server prints them as JSON of its internal types, whose fields
 * are named as in Go, all of them, absent ones as null; before, in Go syntax, of which only selectors and label maps
 * are the same from run to run (other structs hold addresses there: those are printed as JSON in every minor).
 * Source: k8s.io/apimachinery/pkg/util/validation/field/errors.go, types of pkg/apis.
 */
import { quote, Verbatim } from '../field-error.js';
import type { LabelSelector } from '../generated/types/meta-v1.js';
import type { Minor } from '../version.js';
import { list, map, type TextMap, text, texts } from './zero-value.js';

const JSON_SINCE: Minor = 34;

type Kind = 'pointer' | 'text' | 'number' | 'selector';

interface InternalField {
  readonly name: string;
  readonly json: string;
  readonly kind: Kind;
  readonly type?: InternalType;
}

export type InternalType = readonly InternalField[];

const capitalize = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const pointer = (json: string, type?: InternalType, name = capitalize(json)): InternalField =>
  type === undefined ? { name, json, kind: 'pointer' } : { name, json, kind: 'pointer', type };
const textField = (json: string): InternalField => ({ name: capitalize(json), json, kind: 'text' });
const numberField = (json: string): InternalField => ({ name: capitalize(json), json, kind: 'number' });

const CAPABILITIES: InternalType = [pointer('add'), pointer('drop')];
const SE_LINUX_OPTIONS: InternalType = ['user', 'role', 'type', 'level'].map(textField);
const WINDOWS_OPTIONS: InternalType = [
  pointer('gmsaCredentialSpecName', undefined, 'GMSACredentialSpecName'),
  pointer('gmsaCredentialSpec', undefined, 'GMSACredentialSpec'),
  pointer('runAsUserName'),
  pointer('hostProcess'),
];
export const PROFILE: InternalType = [textField('type'), pointer('localhostProfile')];
export const SECURITY_CONTEXT: InternalType = [
  pointer('capabilities', CAPABILITIES),
  pointer('privileged'),
  pointer('seLinuxOptions', SE_LINUX_OPTIONS, 'SELinuxOptions'),
  pointer('windowsOptions', WINDOWS_OPTIONS),
  pointer('runAsUser'),
  pointer('runAsGroup'),
  pointer('runAsNonRoot'),
  pointer('readOnlyRootFilesystem'),
  pointer('allowPrivilegeEscalation'),
  pointer('procMount'),
  pointer('seccompProfile', PROFILE),
  pointer('appArmorProfile', PROFILE),
];
export const CLUSTER_TRUST_BUNDLE: InternalType = [
  pointer('name'),
  pointer('signerName'),
  pointer('labelSelector'),
  pointer('optional'),
  textField('path'),
];
export const POD_RESOURCE_CLAIM: InternalType = [
  textField('name'),
  pointer('resourceClaimName'),
  pointer('resourceClaimTemplateName'),
];
export const RESIZE_POLICY: InternalType = [textField('resourceName'), textField('restartPolicy')];
export const SERVICE_PORT: InternalType = [
  textField('name'),
  textField('protocol'),
  pointer('appProtocol'),
  numberField('port'),
  numberField('targetPort'),
  numberField('nodePort'),
];
export const TOLERATION: InternalType = [
  ...['key', 'operator', 'value', 'effect'].map(textField),
  pointer('tolerationSeconds'),
];
export const TAINT: InternalType = [...['key', 'value', 'effect'].map(textField), pointer('timeAdded')];
export const SCOPE_SELECTOR: InternalType = [
  pointer('matchExpressions', [textField('scopeName'), textField('operator'), pointer('values')]),
];
const ROLLING_UPDATE_STATEFUL_SET: InternalType = [numberField('partition'), pointer('maxUnavailable')];
const ROLLING_UPDATE: InternalType = [numberField('maxUnavailable'), numberField('maxSurge')];
export const STATEFUL_SET_ROLLING_UPDATE = ROLLING_UPDATE_STATEFUL_SET;
export const STATEFUL_SET_UPDATE_STRATEGY: InternalType = [
  textField('type'),
  pointer('rollingUpdate', ROLLING_UPDATE_STATEFUL_SET),
];
export const UPDATE_STRATEGY: InternalType = [textField('type'), pointer('rollingUpdate', ROLLING_UPDATE)];
export const SUCCESS_POLICY: InternalType = [
  pointer('rules', [pointer('succeededIndexes'), pointer('succeededCount')]),
];
export const POD_DISRUPTION_BUDGET_SPEC: InternalType = [
  pointer('minAvailable'),
  { name: 'Selector', json: 'selector', kind: 'selector' },
  pointer('maxUnavailable'),
  pointer('unhealthyPodEvictionPolicy'),
];
export const AUDIT_ANNOTATION: InternalType = [textField('key'), textField('valueExpression')];

/** The value as JSON of the internal type. */
export function internalValue(type: InternalType, value: object): Verbatim {
  return new Verbatim(internalJson(type, value));
}

function internalJson(type: InternalType, value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => internalJson(type, item)).join(',')}]`;
  const source = map(value as TextMap) as { readonly [key: string]: unknown };
  const fields = type.map(({ name, json, kind, type: nested }) => {
    const own = Object.hasOwn(source, json) ? source[json] : undefined;
    return `${JSON.stringify(name)}:${own === undefined || own === null ? ZERO[kind] : ownJson(own, kind, nested)}`;
  });
  return `{${fields.join(',')}}`;
}

const ZERO: Record<Kind, string> = { pointer: 'null', text: '""', number: '0', selector: 'null' };

function ownJson(value: unknown, kind: Kind, type: InternalType | undefined): string {
  if (kind === 'selector') return labelSelectorJson(map(value as TextMap) as LabelSelector);
  return type === undefined ? goJson(value) : internalJson(type, value);
}

/** JSON as Go writes it: map keys sorted, `<`, `>`, `&` and line separators escaped. */
export function goJson(value: unknown): string {
  if (typeof value === 'string') return escapeHtml(JSON.stringify(value));
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  const source = value as { readonly [key: string]: unknown };
  const keys = Object.keys(source).sort();
  return `{${keys.map((key) => `${goJson(key)}:${goJson(source[key])}`).join(',')}}`;
}

const ESCAPES: { readonly [character: string]: string } = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

const escapeHtml = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (character) => ESCAPES[character] ?? character);

/** A text that upstream hands over by pointer: since 1.34 it goes through JSON. */
export function pointedText(value: string, minor: Minor): string | Verbatim {
  return minor >= JSON_SINCE ? new Verbatim(goJson(value)) : value;
}

/** A list or map printed as a whole. */
export function composite(value: unknown): Verbatim {
  return new Verbatim(goJson(value));
}

/** A map of labels or the like. */
export function textMapValue(value: TextMap | undefined, minor: Minor): Verbatim {
  const isAbsent = value === undefined || value === null;
  if (minor >= JSON_SINCE) return new Verbatim(isAbsent ? 'null' : goJson(map(value)));
  return new Verbatim(isAbsent ? 'map[string]string(nil)' : goMap(map(value)));
}

function goMap(value: TextMap): string {
  const keys = Object.keys(value).sort();
  return `map[string]string{${keys.map((key) => `${quote(key)}:${quote(text(value[key]))}`).join(', ')}}`;
}

const goTexts = (value: readonly string[] | undefined): string =>
  value === undefined || value === null
    ? '[]string(nil)'
    : `[]string{${texts(value)
        .map((item) => quote(item))
        .join(', ')}}`;

export function labelSelectorValue(selector: LabelSelector, minor: Minor): Verbatim {
  return new Verbatim(minor >= JSON_SINCE ? labelSelectorJson(selector) : labelSelectorGo(selector));
}

function labelSelectorJson(selector: LabelSelector): string {
  const parts: string[] = [];
  const matchLabels = map(selector.matchLabels);
  if (Object.keys(matchLabels).length > 0) parts.push(`"matchLabels":${goJson(matchLabels)}`);
  const expressions = list(selector.matchExpressions).map((expression) => {
    const { key, operator, values } = expression;
    const valuesPart = texts(values).length > 0 ? `,"values":${goJson(values)}` : '';
    return `{"key":${goJson(text(key))},"operator":${goJson(text(operator))}${valuesPart}}`;
  });
  if (expressions.length > 0) parts.push(`"matchExpressions":[${expressions.join(',')}]`);
  return `{${parts.join(',')}}`;
}

function labelSelectorGo(selector: LabelSelector): string {
  const matchLabels = selector.matchLabels ? goMap(map(selector.matchLabels)) : 'map[string]string(nil)';
  const type = 'v1.LabelSelectorRequirement';
  const expressions = selector.matchExpressions
    ? `[]${type}{${list(selector.matchExpressions)
        .map(
          ({ key, operator, values }) =>
            `${type}{Key:${quote(text(key))}, Operator:${quote(text(operator))}, Values:${goTexts(values)}}`,
        )
        .join(', ')}}`
    : `[]${type}(nil)`;
  return `v1.LabelSelector{MatchLabels:${matchLabels}, MatchExpressions:${expressions}}`;
}
