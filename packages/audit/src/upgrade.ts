/**
 * The upgrade that an audit is asked about: from an older minor to that of the cluster. Everything is decided once, when
 * the first rule asks.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { InputWorkload } from '@bulkhead/engine/feature-adoption';
import { PodSecurityEvaluator } from '@bulkhead/engine/pod-security';
import {
  type GateBreak,
  gateBreaks,
  type NoteAnswer,
  noteAnswers,
  type Sighting,
} from '@bulkhead/engine/upgrade-notes';
import { defaultProfile } from '@bulkhead/features';
import type { Cluster } from './cluster.js';
import { clusterInputOf } from './cluster-input.js';
import { groupBy } from './group-by.js';

/** A note and the places of one object that it is about. */
export interface NoteOfObject {
  readonly answer: NoteAnswer;
  readonly sightings: readonly Sighting[];
}

export class Upgrade {
  readonly from: Minor;
  readonly to: Minor;
  readonly #cluster: Cluster;
  #answers: readonly NoteAnswer[] | undefined;
  #notes: ReadonlyMap<object, readonly NoteOfObject[]> | undefined;
  #gates: ReadonlyMap<object, readonly GateBreak[]> | undefined;
  #workloads: ReadonlyMap<string, readonly InputWorkload[]> | undefined;
  #before: PodSecurityEvaluator | undefined;

  constructor(from: Minor, cluster: Cluster) {
    this.from = from;
    this.to = cluster.profile.minor;
    this.#cluster = cluster;
  }

  /** Every note of the upgrade and what the input has to do with it. */
  get answers(): readonly NoteAnswer[] {
    this.#answers ??= noteAnswers(clusterInputOf(this.#cluster), this.from, this.#cluster.profile);
    return this.#answers;
  }

  notesOf(object: object): readonly NoteOfObject[] {
    this.#notes ??= notesByObject(this.answers);
    return this.#notes.get(object) ?? [];
  }

  /** The feature gates that the object sets, and that the upgrade takes away or locks. */
  gatesOf(object: object): readonly GateBreak[] {
    this.#gates ??= groupBy(gateBreaks(clusterInputOf(this.#cluster), this.from, this.to), (found) => found.object);
    return this.#gates.get(object) ?? [];
  }

  workloadsIn(namespace: string): readonly InputWorkload[] {
    this.#workloads ??= groupBy(
      clusterInputOf(this.#cluster).workloads,
      ({ source }) => source.identity.namespace || 'default',
    );
    return this.#workloads.get(namespace) ?? [];
  }

  /** Pod Security as it was before the upgrade. */
  get podSecurityBefore(): PodSecurityEvaluator {
    this.#before ??= new PodSecurityEvaluator(defaultProfile(this.from));
    return this.#before;
  }
}

function notesByObject(answers: readonly NoteAnswer[]): ReadonlyMap<object, readonly NoteOfObject[]> {
  const notes = new Map<object, NoteOfObject[]>();
  for (const answer of answers) {
    for (const [object, sightings] of groupBy(answer.sightings, (sighting) => sighting.object)) {
      const list = notes.get(object);
      if (list === undefined) notes.set(object, [{ answer, sightings }]);
      else list.push({ answer, sightings });
    }
  }
  for (const [object, list] of notes) notes.set(object, withoutForerunners(list));
  return notes;
}

/** A warning of what a later note of the same upgrade says of the same place is said by that one. */
function withoutForerunners(notes: readonly NoteOfObject[]): NoteOfObject[] {
  return notes.filter(
    (one, index) =>
      !notes.some((other, place) => {
        if (place <= index || other.answer.note.area !== one.answer.note.area) return false;
        const later = new Set(other.sightings.map(({ fieldPath }) => fieldPath));
        return one.sightings.every(({ fieldPath }) => fieldPath !== '' && later.has(fieldPath));
      }),
  );
}
