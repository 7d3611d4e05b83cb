/**
 * The policy that the labels of a namespace ask for, and what the API server says about labels that it cannot read.
 *
 * A broken label never leaves a namespace more open than it was meant: enforce falls to restricted, audit and warn
 * fall silent, and every version falls to latest.
 *
 * Source: k8s.io/pod-security-admission/api/{constants,helpers}.go; KEP-2579.
 */
import { type FieldError, invalid } from '@bulkhead/apimachinery';
import {
  compareLevels,
  LATEST,
  LEVEL_ERROR,
  type Level,
  type Policy,
  parseLevel,
  parseVersion,
  VERSION_ERROR,
  type Version,
} from './level-version.js';
import { isObject } from './pod-view.js';

export const LABEL_PREFIX = 'pod-security.kubernetes.io/';

export const ENFORCE_LABEL = `${LABEL_PREFIX}enforce`;
export const ENFORCE_VERSION_LABEL = `${LABEL_PREFIX}enforce-version`;
export const AUDIT_LABEL = `${LABEL_PREFIX}audit`;
export const AUDIT_VERSION_LABEL = `${LABEL_PREFIX}audit-version`;
export const WARN_LABEL = `${LABEL_PREFIX}warn`;
export const WARN_VERSION_LABEL = `${LABEL_PREFIX}warn-version`;

export const LEVEL_LABELS: readonly string[] = [ENFORCE_LABEL, AUDIT_LABEL, WARN_LABEL];
export const VERSION_LABELS: readonly string[] = [ENFORCE_VERSION_LABEL, AUDIT_VERSION_LABEL, WARN_VERSION_LABEL];

export type Labels = Readonly<Record<string, string>>;

export interface PolicyToEvaluate {
  /** Always complete, also where `errors` says that a label could not be read. */
  readonly policy: Policy;
  readonly errors: readonly FieldError[];
}

/** The policy of a namespace with these labels, in a cluster with those defaults. */
export function policyToEvaluate(labels: Labels | undefined, defaults: Policy): PolicyToEvaluate {
  const reader = new LabelReader(labels);
  const enforceLevel = reader.level(ENFORCE_LABEL, 'restricted');
  const enforceVersion = reader.version(ENFORCE_VERSION_LABEL);
  const auditLevel = reader.level(AUDIT_LABEL, 'privileged');
  const auditVersion = reader.version(AUDIT_VERSION_LABEL);
  const warnLevel = reader.level(WARN_LABEL, 'privileged');
  const warnVersion = reader.version(WARN_VERSION_LABEL);

  const enforce = {
    level: enforceLevel?.value ?? defaults.enforce.level,
    version: enforceVersion?.value ?? defaults.enforce.version,
  };
  const warn = {
    level: warnLevel?.value ?? defaults.warn.level,
    version: warnVersion?.value ?? defaults.warn.version,
  };
  // Who asks for enforcement and says nothing of warnings gets warnings about pod templates, too.
  if (warnLevel === undefined && enforceLevel?.isValid === true && compareLevels(enforce.level, warn.level) > 0) {
    warn.level = enforce.level;
    if (warnVersion === undefined) warn.version = enforce.version;
  }
  const audit = {
    level: auditLevel?.value ?? defaults.audit.level,
    version: auditVersion?.value ?? defaults.audit.version,
  };
  return { policy: { enforce, audit, warn }, errors: reader.errors };
}

/** Whether the namespace has a label of its own for that mode. */
export function hasLabel(labels: Labels | undefined, ...keys: readonly string[]): boolean {
  return isObject(labels) && keys.some((key) => Object.hasOwn(labels, key));
}

/** The path of a label in field errors. */
export function labelPath(key: string): string {
  return `metadata.labels[${key}]`;
}

interface Parsed<T> {
  readonly value: T;
  readonly isValid: boolean;
}

class LabelReader {
  readonly errors: FieldError[] = [];
  readonly #labels: Readonly<Record<string, unknown>>;

  constructor(labels: Labels | undefined) {
    this.#labels = isObject(labels) ? labels : {};
  }

  /** Undefined where there is no such label. */
  level(key: string, otherwise: Level): Parsed<Level> | undefined {
    return this.#parse(key, parseLevel, otherwise, LEVEL_ERROR);
  }

  version(key: string): Parsed<Version> | undefined {
    return this.#parse(key, parseVersion, LATEST, VERSION_ERROR);
  }

  #parse<T>(key: string, parse: (text: string) => T | undefined, otherwise: T, error: string): Parsed<T> | undefined {
    const text = Object.hasOwn(this.#labels, key) ? this.#labels[key] : undefined;
    if (typeof text !== 'string') return undefined;
    const value = parse(text);
    if (value !== undefined) return { value, isValid: true };
    this.errors.push(invalid(labelPath(key), text, error));
    return { value: otherwise, isValid: false };
  }
}
