/**
 * How lists, maps and structs merge: markers and strategies by minor.
 * Source: the `+listType`, `+listMapKey`, `+mapType` and `+structType` markers and the `patchStrategy` and
 * `patchMergeKey` tags of the Go types, which strategic merge patch and server-side apply follow.
 */
import { mergingText } from '../generated/model/merging.js';
import type { Minor } from '../version.js';

export interface MergeRule {
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listMapKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
  readonly structType?: 'atomic' | 'granular';
  /** How server-side apply sees it; undefined = as usual: lists atomic, maps and structs granular. */
  readonly apply?: 'atomic' | 'granular' | 'set' | 'associative';
  /** Keys of an associative list; patchMergeKey where there are no markers. */
  readonly applyKeys?: readonly string[];
  /** `merge`, `retainKeys`, `merge,retainKeys` or `replace`. */
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
}

const USUAL: MergeRule = {};

interface RuleText {
  readonly l?: 'atomic' | 'set' | 'map';
  readonly k?: readonly string[];
  readonly m?: 'atomic' | 'granular';
  readonly t?: 'atomic' | 'granular';
  readonly a?: 'atomic' | 'granular' | 'set' | 'associative';
  readonly b?: readonly string[];
  readonly p?: string;
  readonly q?: string;
}
type Run = readonly [Minor, RuleText];
type Rules = ReadonlyMap<string, ReadonlyMap<string, readonly { readonly since: Minor; readonly rule: MergeRule }[]>>;
let rules: Rules | undefined;

/** The rule of a field, asked at the type that declares it (`FieldModel.declaredIn`). */
export function mergeRuleOf(declaredIn: string, field: string, minor: Minor): MergeRule {
  let found = USUAL;
  for (const { since, rule } of allRules().get(declaredIn)?.get(field) ?? []) if (since <= minor) found = rule;
  return found;
}

/** The rule of the struct itself: whether it is atomic wherever it stands. */
export function structRuleOf(typeName: string, minor: Minor): MergeRule {
  return mergeRuleOf(typeName, '', minor);
}

function allRules(): Rules {
  if (rules === undefined) {
    const parsed: Record<string, Record<string, readonly Run[]>> = JSON.parse(mergingText);
    rules = new Map(
      Object.entries(parsed).map(([type, fields]) => [
        type,
        new Map(Object.entries(fields).map(([field, runs]) => [field, runs.map(readRun)])),
      ]),
    );
  }
  return rules;
}

const readRun = ([since, text]: Run): { since: Minor; rule: MergeRule } => ({
  since,
  rule: {
    ...(text.l === undefined ? {} : { listType: text.l }),
    ...(text.k === undefined ? {} : { listMapKeys: text.k }),
    ...(text.m === undefined ? {} : { mapType: text.m }),
    ...(text.t === undefined ? {} : { structType: text.t }),
    ...(text.a === undefined ? {} : { apply: text.a }),
    ...(text.b === undefined ? {} : { applyKeys: text.b }),
    ...(text.p === undefined ? {} : { patchStrategy: text.p }),
    ...(text.q === undefined ? {} : { patchMergeKey: text.q }),
  },
});
