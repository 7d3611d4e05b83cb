/** Compiles label selectors into the sets of pods that subjects and peers are. */
import type { Minor } from '@bulkhead/apimachinery';
import {
  type CompiledSelector,
  compileLabelSelector,
  MATCHES_EVERYTHING,
  MATCHES_NOTHING,
} from '@bulkhead/apimachinery/selectors';
import type { PodSet } from './compiled-policy.js';
import { isPlainObject } from './plain-object.js';
import { selectorKey } from './selector-key.js';

/** An absent selector of a struct field is an empty one. */
export function selectorOf(selector: unknown, minor: Minor): CompiledSelector {
  if (!isPlainObject(selector)) return MATCHES_EVERYTHING;
  return compileLabelSelector(selector, minor) ?? MATCHES_NOTHING;
}

/** Pods of the one namespace. */
export function podsIn(namespace: string, pods: CompiledSelector): PodSet {
  const key = `in ${namespace}|${selectorKey(pods)}`;
  return { kind: 'pods', namespace, namespaces: MATCHES_EVERYTHING, pods, key };
}

/** Pods of every namespace that the selector matches. */
export function podsAcross(namespaces: CompiledSelector, pods: CompiledSelector): PodSet {
  const key = `across ${selectorKey(namespaces)}|${selectorKey(pods)}`;
  return { kind: 'pods', namespace: undefined, namespaces, pods, key };
}
