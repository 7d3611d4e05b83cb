/**
 * Fixes findings until nothing is left that a program may fix: what one fix uncovers, the next round finds. Pure: texts
 * in, texts out.
 */
import type { PodSecurityConfiguration } from '@bulkhead/engine/pod-security';
import type { ClusterProfile } from '@bulkhead/features';
import {
  expandLists,
  type ManifestDocument,
  type ObjectChange,
  readManifest,
  rewriteManifest,
} from '@bulkhead/manifest';
import { type AuditOptions, audit } from '../audit.js';
import { AuditObject } from '../audit-object.js';
import { Cluster } from '../cluster.js';
import { parseFieldPath } from '../field-path.js';
import type { Finding } from '../finding.js';
import { withoutManaged } from '../managed-objects.js';
import { serverDecoding } from '../server-decoding.js';
import { Composition } from './composition.js';
import { AutomaticFix } from './fix.js';
import { UnsafeChain } from './unsafe-chain.js';

export interface FixableFile {
  readonly name: string;
  /** The documents of the file that hold objects; they know its text. */
  readonly documents: readonly ManifestDocument[];
}

export interface FixOptions extends AuditOptions {
  readonly profile: ClusterProfile;
  readonly podSecurity: PodSecurityConfiguration;
  /** Whether fixes are made that can break something. */
  readonly unsafe: boolean;
  /** Whether the objects are the state of a cluster, in which controllers have made most of them. */
  readonly isCluster?: boolean;
  /** Whether the object may be changed; all when not given. */
  readonly isChosen?: (object: AuditObject) => boolean;
}

export interface FixedFile extends FixableFile {
  readonly before: string;
  readonly after: string;
}

/** A finding that a fix was made for, with the object as it was in that round. */
export interface MadeFix {
  readonly finding: Finding;
  readonly fix: AutomaticFix;
}

export interface FixResult {
  /** All files, in the order given; `before` and `after` are equal where nothing was changed. */
  readonly files: readonly FixedFile[];
  readonly before: readonly AuditObject[];
  /** The same objects in the same order. */
  readonly after: readonly AuditObject[];
  readonly made: readonly MadeFix[];
  /** Fixes that the text does not take, with the reason. */
  readonly refused: readonly (MadeFix & { readonly reason: string })[];
  /** What is found afterwards. */
  readonly left: readonly Finding[];
}

/** A fix uncovers another one, and that perhaps a third; nobody needs more than a few. */
const MAX_ROUNDS = 12;

export function fixObjects(files: readonly FixableFile[], options: FixOptions): FixResult {
  const run = new FixRun(files, options);
  return run.result();
}

class FixRun {
  readonly #options: FixOptions;
  readonly #decoding: ReturnType<typeof serverDecoding>;
  readonly #files: readonly FixableFile[];
  readonly #documents: (readonly ManifestDocument[])[];
  #objects: (readonly AuditObject[])[];
  readonly #made: MadeFix[] = [];
  readonly #refused: (MadeFix & { readonly reason: string })[] = [];
  /** Fingerprints of what was tried without success. */
  readonly #given = new Set<string>();
  #chain = new UnsafeChain([]);

  constructor(files: readonly FixableFile[], options: FixOptions) {
    this.#options = options;
    this.#decoding = serverDecoding(options.profile);
    this.#files = files;
    this.#documents = files.map(({ documents }) => documents);
    this.#objects = files.map((file, index) => this.#objectsOf(file.name, this.#documents[index] ?? []));
  }

  result(): FixResult {
    const before = this.#objects.flat();
    let left = this.#audit();
    this.#chain = new UnsafeChain(left);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      if (!this.#fix(this.#wanted(left))) break;
      left = this.#audit();
    }
    return {
      files: this.#files.map((file, index) => ({
        ...file,
        before: textOf(file.documents),
        after: textOf(this.#documents[index] ?? []),
      })),
      before,
      after: this.#objects.flat(),
      made: this.#made,
      refused: this.#refused,
      left,
    };
  }

  #audit(): readonly Finding[] {
    const objects = withoutManaged(this.#objects.flat(), this.#options.isCluster);
    const cluster = new Cluster(this.#options.profile, this.#options.podSecurity, objects);
    return audit(objects, cluster, this.#options).findings.filter(({ ignored }) => ignored === null);
  }

  #wanted(findings: readonly Finding[]): MadeFix[] {
    const wanted = findings.flatMap((finding): MadeFix[] => {
      const { fix } = finding;
      if (!(fix instanceof AutomaticFix) || (fix.safety === 'unsafe' && !this.#options.unsafe)) return [];
      if (this.#given.has(keyOf({ finding, fix })) || this.#options.isChosen?.(fix.object) === false) return [];
      return fix.isPossible ? [{ finding, fix: this.#chain.consequence(finding, fix) }] : [];
    });
    const first = wanted.filter(({ fix }) => !fix.isLast);
    return first.length > 0 ? first : wanted;
  }

  /** Whether anything was changed. */
  #fix(wanted: readonly MadeFix[]): boolean {
    const byObject = new Map<AuditObject, MadeFix[]>();
    for (const made of wanted) {
      const list = byObject.get(made.fix.object);
      if (list === undefined) byObject.set(made.fix.object, [made]);
      else list.push(made);
    }
    let isChanged = false;
    for (const [index, objects] of this.#objects.entries()) {
      if (!objects.some((object) => byObject.has(object))) continue;
      isChanged = this.#fixFile(index, byObject) || isChanged;
    }
    return isChanged;
  }

  #fixFile(index: number, byObject: ReadonlyMap<AuditObject, readonly MadeFix[]>): boolean {
    const changes = new Map<ObjectChange, readonly MadeFix[]>();
    for (const object of this.#objects[index] ?? []) {
      const wanted = byObject.get(object);
      if (wanted !== undefined) changes.set(...changeOf(object, wanted));
    }
    const documents = this.#documents[index] ?? [];
    const { text, refused } = rewriteManifest(documents, [...changes.keys()]);
    for (const [{ object }, fixes] of changes) {
      const reason = refused.get(object);
      for (const made of fixes) {
        // What was done and is found again is not tried a second time.
        this.#given.add(keyOf(made));
        if (reason === undefined) {
          this.#made.push(made);
          this.#chain.made(made.fix);
        } else this.#refused.push({ ...made, reason });
      }
    }
    if (text === textOf(documents)) return false;
    const kept = new Set(documents.map((document) => document.index));
    const read = readManifest(text).documents.filter((document) => kept.has(document.index));
    this.#documents[index] = read;
    this.#objects[index] = this.#objectsOf(this.#files[index]?.name ?? '', read);
    return true;
  }

  #objectsOf(name: string, documents: readonly ManifestDocument[]): AuditObject[] {
    const { profile } = this.#options;
    return documents.flatMap(expandLists).map((object) => new AuditObject(name, object, profile, this.#decoding));
  }
}

/** The change of an object that makes as many of the fixes as go together; a key written twice goes by itself. */
function changeOf(object: AuditObject, wanted: readonly MadeFix[]): [ObjectChange, readonly MadeFix[]] {
  const twice = wanted.filter(({ fix }) => fix.earlierKeys !== undefined);
  if (twice.length > 0) {
    const earlierKeys = twice.flatMap(({ fix }) => fix.earlierKeys ?? []).map(parseFieldPath);
    return [{ object: object.source, value: object.source.value, earlierKeys }, twice];
  }
  const composition = new Composition(object.source.value);
  const made = wanted.filter(({ fix }) => composition.add(fix.patch));
  return [{ object: object.source, value: composition.value }, made];
}

const keyOf = ({ finding, fix }: MadeFix): string => `${fix.object.file}\0${finding.fingerprint}`;

const textOf = (documents: readonly ManifestDocument[]): string => documents[0]?.text ?? '';
