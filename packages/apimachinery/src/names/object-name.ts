/**
 * Rules for `metadata.name` by kind. With `isPrefix` the value is a `generateName`, whose trailing dash is fine
 * because a suffix follows. Source: k8s.io/apimachinery/pkg/api/validation/generic.go.
 */
import { dns1035LabelProblems, dns1123LabelProblems, dns1123SubdomainProblems } from './dns.js';
import { pathSegmentNameProblems, pathSegmentPrefixProblems } from './path-segment.js';

export type NameRule = (name: string, isPrefix: boolean) => readonly string[];

export const nameIsDnsSubdomain: NameRule = (name, isPrefix) =>
  dns1123SubdomainProblems(isPrefix ? maskTrailingDash(name) : name);

export const nameIsDnsLabel: NameRule = (name, isPrefix) =>
  dns1123LabelProblems(isPrefix ? maskTrailingDash(name) : name);

export const nameIsDns1035Label: NameRule = (name, isPrefix) =>
  dns1035LabelProblems(isPrefix ? maskTrailingDash(name) : name);

export const nameIsPathSegment: NameRule = (name, isPrefix) =>
  isPrefix ? pathSegmentPrefixProblems(name) : pathSegmentNameProblems(name);

/** Replaces the dash and the character before it, as upstream does. */
function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}
