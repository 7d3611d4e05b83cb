/**
 * Labels that were meant for Pod Security and do something else than they seem to: keys that nobody reads, and values
 * that the API server refuses or reads in another way. The first kind is the dangerous one: the API server takes such
 * a label without a word, and the namespace stays open.
 */
import { editDistance, goQuote, type Minor, nearestName, type VersionProfile } from '@bulkhead/apimachinery';
import { evaluatorFor } from './evaluator.js';
import { LABEL_PREFIX, type Labels, LEVEL_LABELS, VERSION_LABELS } from './labels.js';
import {
  LATEST,
  LEVEL_ERROR,
  LEVELS,
  minorOf,
  parseLevel,
  parseVersion,
  VERSION_ERROR,
  versionOf,
} from './level-version.js';
import { isObject } from './pod-view.js';

export type LabelTypoKind = 'unknownKey' | 'wrongPrefix' | 'invalidLevel' | 'invalidVersion' | 'futureVersion';

export interface LabelTypo {
  readonly kind: LabelTypoKind;
  readonly key: string;
  readonly value: string;
  readonly message: string;
  /** The key (for the first two kinds) or the value that was probably meant. */
  readonly suggestion?: string;
}

/** How many letters a prefix may be off to count as a misspelling of ours. */
const MAX_EDITS = 3;

const SUFFIXES: readonly string[] = [...LEVEL_LABELS, ...VERSION_LABELS].map((key) => key.slice(LABEL_PREFIX.length));

/** Everything odd about the Pod Security labels among `labels`, in the order of the keys. */
export function labelTypos(labels: Labels | undefined, profile: VersionProfile): readonly LabelTypo[] {
  if (!isObject(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => {
    if (typeof value !== 'string') return [];
    return typoOf(key, value, profile) ?? [];
  });
}

function typoOf(key: string, value: string, profile: VersionProfile): LabelTypo | undefined {
  if (LEVEL_LABELS.includes(key)) return levelTypo(key, value);
  if (VERSION_LABELS.includes(key)) return versionTypo(key, value, profile);
  if (key.startsWith(LABEL_PREFIX)) return unknownKey(key, value);
  return wrongPrefix(key, value);
}

function unknownKey(key: string, value: string): LabelTypo {
  const meant = nearest(key.slice(LABEL_PREFIX.length), SUFFIXES);
  return {
    kind: 'unknownKey',
    key,
    value,
    message: `label ${goQuote(key)} has no effect: Pod Security reads only ${SUFFIXES.join(', ')} under ${LABEL_PREFIX}`,
    ...(meant === undefined ? {} : { suggestion: LABEL_PREFIX + meant }),
  };
}

/** A key whose part after the slash is one of ours and whose part before it looks much like ours. */
function wrongPrefix(key: string, value: string): LabelTypo | undefined {
  const slash = key.lastIndexOf('/');
  if (slash < 0) return undefined;
  const suffix = nearest(key.slice(slash + 1), SUFFIXES);
  if (suffix === undefined || !looksLikePrefix(key.slice(0, slash).toLowerCase())) return undefined;
  return {
    kind: 'wrongPrefix',
    key,
    value,
    message: `label ${goQuote(key)} has no effect: Pod Security reads only labels that begin with ${LABEL_PREFIX}`,
    suggestion: LABEL_PREFIX + suffix,
  };
}

function looksLikePrefix(prefix: string): boolean {
  const ours = LABEL_PREFIX.slice(0, -1);
  if (editDistance(prefix, ours, MAX_EDITS) <= MAX_EDITS) return true;
  const letters = prefix.replace(/[^a-z0-9]/g, '');
  const saysPodSecurity = letters.includes('podsecurity') || letters.includes('securitypod');
  return saysPodSecurity && (letters.includes('kubernetes') || letters.includes('k8s') || !prefix.includes('.'));
}

function levelTypo(key: string, value: string): LabelTypo | undefined {
  if (parseLevel(value) !== undefined) return undefined;
  const meant = nearest(value.trim().toLowerCase(), LEVELS);
  return {
    kind: 'invalidLevel',
    key,
    value,
    message: `level ${goQuote(value)} is refused by the API server: ${LEVEL_ERROR}`,
    ...(meant === undefined ? {} : { suggestion: meant }),
  };
}

function versionTypo(key: string, value: string, profile: VersionProfile): LabelTypo | undefined {
  const version = parseVersion(value);
  if (version === LATEST) return undefined;
  if (version === undefined) {
    const meant = versionMeant(value);
    return {
      kind: 'invalidVersion',
      key,
      value,
      message: `version ${goQuote(value)} is refused by the API server: ${VERSION_ERROR}`,
      ...(meant === undefined ? {} : { suggestion: meant }),
    };
  }
  if (minorOf(version) <= profile.minor) return undefined;
  return futureVersion(key, value, profile);
}

function futureVersion(key: string, value: string, profile: VersionProfile): LabelTypo {
  const newest = versionOf(evaluatorFor(profile).maxVersion);
  const cluster = versionOf(profile.minor);
  return {
    kind: 'futureVersion',
    key,
    value,
    message: `version ${goQuote(value)} is newer than the cluster (${cluster}): it is evaluated as latest, whose newest rules are those of ${newest}`,
    suggestion: LATEST,
  };
}

/** `1.25`, `V1.25`, `v1.25.3`, `25`, `v1.025` and ` latest` as what the API server would read. */
function versionMeant(value: string): string | undefined {
  const text = value.trim().toLowerCase();
  const minor = /^(?:v?1[.])?0*(\d{1,4})(?:[.+-].*)?$/.exec(text)?.[1];
  if (minor !== undefined) return versionOf(Number(minor) satisfies Minor);
  return nearest(text, [LATEST]);
}

/** The candidate that the word most likely means, else one that it begins with. */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  return nearestName(lower, candidates) ?? candidates.find((candidate) => lower.startsWith(candidate));
}
