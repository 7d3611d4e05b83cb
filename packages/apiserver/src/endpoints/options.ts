/**
 * CreateOptions, UpdateOptions, PatchOptions, DeleteOptions: read from the query, or for deletes from the body, and
 * checked as upstream does.
 *
 * Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go.
 */
import {
  type FieldError,
  forbidden,
  goQuote,
  invalid,
  type Minor,
  notSupported,
  Verbatim,
} from '@bulkhead/apimachinery';
import type { RequestContext } from '../http/request.js';
import { invalidObject } from '../registry/failures.js';
import { type Query, queryFlag, queryInteger, queryText } from './query.js';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** What a write asks for beside its object. */
export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
  /** Of an apply: take fields from other managers. */
  readonly force: boolean;
  /** The object itself, as admission sees it. */
  readonly object: object;
}

export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly object: object;
}

const META_GROUP = 'meta.k8s.io';
const FIELD_VALIDATION = ['', 'Ignore', 'Strict', 'Warn'] as const;
const MAX_FIELD_MANAGER = 128;

export function readWriteOptions(
  context: RequestContext,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  isApply = false,
): WriteOptions {
  const { query, profile } = context;
  const dryRun = query.get('dryRun') ?? [];
  const fieldManager = queryText(query, 'fieldManager');
  const fieldValidation = queryText(query, 'fieldValidation');
  const force = query.has('force') ? queryFlag(query, 'force') : undefined;
  const errors: FieldError[] = [];
  if (kind === 'PatchOptions') {
    if (isApply && fieldManager === '') {
      errors.push({ type: 'FieldValueRequired', field: 'fieldManager', detail: 'is required for apply patch' });
    }
    if (!isApply && force !== undefined) errors.push(forbidden('force', 'may not be specified for non-apply patch'));
  }
  errors.push(...fieldManagerErrors(fieldManager), ...dryRunErrors(dryRun, profile.minor));
  if (!FIELD_VALIDATION.some((known) => known === fieldValidation)) {
    errors.push(notSupported('fieldValidation', fieldValidation, FIELD_VALIDATION));
  }
  refuse(kind, errors, profile.minor);
  return {
    dryRun: dryRun.length > 0,
    fieldManager: fieldManager === '' ? managerOfUserAgent(context) : fieldManager,
    fieldValidation: fieldValidation === 'Strict' || fieldValidation === 'Ignore' ? fieldValidation : 'Warn',
    force: force === true,
    object: {
      kind,
      apiVersion: `${META_GROUP}/v1`,
      ...(dryRun.length === 0 ? {} : { dryRun }),
      ...(force === undefined ? {} : { force }),
      ...(fieldManager === '' ? {} : { fieldManager }),
      ...(fieldValidation === '' ? {} : { fieldValidation }),
    },
  };
}

/** What the body of a delete may say; anything of another type was refused while it was decoded. */
export interface DeleteOptionsBody {
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly orphanDependents?: boolean;
  readonly propagationPolicy?: string;
  readonly dryRun?: readonly string[];
}

const PROPAGATION_POLICIES = ['Foreground', 'Background', 'Orphan'] as const;

/**
 * A body counts instead of the query. Unlike upstream, a dry run is one if either says so: nothing is deleted for real
 * that was asked to be tried.
 */
export function readDeleteOptions(query: Query, body: DeleteOptionsBody | undefined, minor: Minor): DeleteOptions {
  const dryRuns = [...(body?.dryRun ?? []), ...(query.get('dryRun') ?? [])];
  const given = { ...(body ?? fromQuery(query)), ...(dryRuns.length === 0 ? {} : { dryRun: [...new Set(dryRuns)] }) };
  const { dryRun = [], gracePeriodSeconds, orphanDependents, propagationPolicy, preconditions } = given;
  const policy = PROPAGATION_POLICIES.find((known) => known === propagationPolicy);
  const errors: FieldError[] = [];
  if (orphanDependents !== undefined && propagationPolicy !== undefined) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set';
    errors.push(invalid('propagationPolicy', propagationPolicy, detail));
  } else if (propagationPolicy !== undefined && policy === undefined) {
    errors.push(notSupported('propagationPolicy', propagationPolicy, [...PROPAGATION_POLICIES, 'nil']));
  }
  errors.push(...dryRunErrors(dryRun, minor));
  refuse('DeleteOptions', errors, minor);
  return {
    dryRun: dryRun.length > 0,
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(policy === undefined ? {} : { propagationPolicy: policy }),
    ...(orphanDependents === undefined ? {} : { orphanDependents }),
    ...(preconditions === undefined ? {} : { preconditions }),
    object: { kind: 'DeleteOptions', apiVersion: `${META_GROUP}/v1`, ...given },
  };
}

function fromQuery(query: Query): DeleteOptionsBody {
  const gracePeriodSeconds = queryInteger(query, 'gracePeriodSeconds');
  const propagationPolicy = queryText(query, 'propagationPolicy');
  return {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(propagationPolicy === '' ? {} : { propagationPolicy }),
    ...(query.has('orphanDependents') ? { orphanDependents: queryFlag(query, 'orphanDependents') } : {}),
  };
}

function dryRunErrors(values: readonly string[], minor: Minor): FieldError[] {
  if (values.every((value) => value === 'All')) return [];
  const printed = minor >= 34 ? JSON.stringify(values) : `[]string{${values.map(goQuote).join(', ')}}`;
  return [notSupported('dryRun', new Verbatim(printed), ['All'])];
}

function fieldManagerErrors(manager: string): FieldError[] {
  const errors: FieldError[] = [];
  if (Buffer.byteLength(manager) > MAX_FIELD_MANAGER) {
    const detail = `may not be more than ${MAX_FIELD_MANAGER} bytes`;
    errors.push({ type: 'FieldValueTooLong', field: 'fieldManager', detail });
  }
  let position = 0;
  for (const character of manager) {
    if (!isPrintable(character)) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      errors.push(invalid('fieldManager', manager, `invalid character U+${code} (at position ${position})`));
    }
    position += Buffer.byteLength(character);
  }
  return errors;
}

/** Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and the plain blank. */
const isPrintable = (character: string): boolean => /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character);

/** The first word of the user agent: `kubectl` of `kubectl/v1.35.0 (linux/amd64)`. */
function managerOfUserAgent({ request }: RequestContext): string {
  const [prefix = ''] = (request.headers.get('user-agent')?.[0] ?? '').split('/');
  let name = '';
  for (const character of prefix) {
    if (!isPrintable(character)) continue;
    if (Buffer.byteLength(name + character) > MAX_FIELD_MANAGER) break;
    name += character;
  }
  return name;
}

function refuse(kind: string, errors: readonly FieldError[], minor: Minor): void {
  if (errors.length > 0) throw invalidObject({ group: META_GROUP, kind }, '', errors, minor);
}
