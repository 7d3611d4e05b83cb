/** Which notes of an upgrade the input is about, where, and which it cannot tell. */
import type { Minor } from '@bulkhead/apimachinery';
import type { ClusterProfile } from '@bulkhead/features';
import type { ClusterInput } from '../feature-adoption/cluster-input.js';
import { admissionPlugin, authorizer, cloud, flag, kubeletConfig, runtime } from './component-checks.js';
import {
  type Check,
  csrSigner,
  encryptionProvider,
  file,
  imagePrefix,
  namespaceLabel,
  podVolume,
  rbac,
  secretType,
} from './object-checks.js';
import { OWN_MATCHERS } from './own-matchers.js';
import type { Sighting, Sightings } from './sighting.js';
import { type UpgradeNote, upgradeNotesBetween } from './upgrade-note.js';

export interface NoteAnswer {
  readonly note: UpgradeNote;
  /** `unseen`: the input does not show what the note is about. `elsewhere`: another rule or decision says it. */
  readonly state: 'matched' | 'clear' | 'unseen' | 'elsewhere';
  readonly sightings: readonly Sighting[];
  /** What is found does not work after the upgrade, whatever else the cluster has. */
  readonly isCertain: boolean;
}

const CHECKS: ReadonlyMap<string, Check> = new Map([
  ['admissionPlugin', admissionPlugin],
  ['authorizer', authorizer],
  ['cloud', cloud],
  ['csrSigner', csrSigner],
  ['encryptionProvider', encryptionProvider],
  ['file', file],
  ['flag', flag],
  ['imagePrefix', imagePrefix],
  ['kubeletConfig', kubeletConfig],
  ['namespaceLabel', namespaceLabel],
  ['podVolume', podVolume],
  ['rbac', rbac],
  ['runtime', runtime],
  ['secretType', secretType],
]);

/** Keys of checks that are decided for all versions: APIs, gates, policies, validation, RBAC. */
const DECIDED_ELSEWHERE: ReadonlySet<string> = new Set([
  'api',
  'gate',
  'policyVersion',
  'podField',
  'field',
  'csiDriverField',
]);

/** Deprecations that the API server warns of: a rule of the audit says its words. */
const WARNED_OF: ReadonlySet<string> = new Set(['1.30-02', '1.32-06']);

/** Notes that a person has to look into although files of the kind are there: nothing in them tells. */
const NOT_TOLD_BY_FILES: ReadonlySet<string> = new Set(['1.27-09', '1.29-08', '1.30-10', '1.32-03']);

/** Checks whose match is the break itself. */
const CERTAIN: ReadonlySet<string> = new Set(['admissionPlugin', 'encryptionProvider', 'podVolume']);
const CERTAIN_NOTES: ReadonlySet<string> = new Set(['1.30-06', '1.30-07', '1.34-06', '1.35-06', '1.36-13']);

/** The answers to every note after `from` up to the profile's minor, in the order of the notes. */
export function noteAnswers(input: ClusterInput, from: Minor, profile: ClusterProfile): readonly NoteAnswer[] {
  return upgradeNotesBetween(from, profile.minor).map((note) => answerTo(note, input, profile));
}

function answerTo(note: UpgradeNote, input: ClusterInput, profile: ClusterProfile): NoteAnswer {
  const own = OWN_MATCHERS.get(note.id);
  const keys = Object.keys(note.check);
  const isDecided = keys.some((key) => DECIDED_ELSEWHERE.has(key)) && !keys.includes('podVolume');
  if (WARNED_OF.has(note.id) || (own === undefined && isDecided)) {
    return { note, state: 'elsewhere', sightings: [], isCertain: false };
  }
  const found = own === undefined ? byVocabulary(note, input) : own(input, profile);
  const state = found === undefined ? 'unseen' : found.length > 0 ? 'matched' : 'clear';
  return { note, state, sightings: found ?? [], isCertain: isCertain(note) };
}

/** What any of the note's checks finds; unseen only when all of them are. */
function byVocabulary(note: UpgradeNote, input: ClusterInput): Sightings {
  if (NOT_TOLD_BY_FILES.has(note.id)) return undefined;
  const answers = Object.entries(note.check).flatMap(([key, wanted]) => {
    const found = CHECKS.get(key)?.(wanted, input);
    return found === undefined ? [] : [found];
  });
  return answers.length === 0 ? undefined : answers.flat();
}

const isCertain = ({ id, kind, check }: UpgradeNote): boolean =>
  kind === 'flag-removed' || CERTAIN_NOTES.has(id) || Object.keys(check).some((key) => CERTAIN.has(key));
