/** What rules offer as a fix. */
import type { AuditObject } from '../audit-object.js';
import type { Fix, FixSafety, PatchOperation } from '../finding.js';
import { ObjectPatch } from './object-patch.js';

/** Changes the object as written. */
export type Repair = (patch: ObjectPatch) => unknown;

/** A fix that a person has to make. */
export const manualFix = (description: string): Fix => ({ description, patch: [] });

/** A fix after which whatever worked before still works. */
export const safeFix = (description: string, object: AuditObject, repair: Repair): Fix =>
  new AutomaticFix({ description, safety: 'safe' }, object, repair);

/** A fix that can break something; `risk` says what, as a clause: no capital, no final period. */
export const unsafeFix = (description: string, risk: string, object: AuditObject, repair: Repair): Fix =>
  new AutomaticFix({ description, safety: 'unsafe', risk }, object, repair);

/** A fix of one object that depends on others: it is made when nothing else is left to fix. */
export const lastFix = (description: string, risk: string, object: AuditObject, repair: Repair): Fix =>
  new AutomaticFix({ description, safety: 'unsafe', risk, isLast: true }, object, repair);

/** The earlier one of two equal keys goes. */
export const earlierKeyFix = (description: string, risk: string, object: AuditObject, field: string): Fix =>
  new AutomaticFix({ description, safety: 'unsafe', risk, earlierKeys: [field] }, object, () => undefined);

interface Words {
  readonly description: string;
  readonly safety: FixSafety;
  readonly risk?: string;
  readonly isLast?: true;
  readonly earlierKeys?: readonly string[];
}

const FOLLOWS = 'it follows from ';

/** Most findings are only counted or printed, so the patch is made when somebody asks for it. */
export class AutomaticFix implements Fix {
  readonly description: string;
  readonly safety: FixSafety;
  readonly risk?: string;
  readonly earlierKeys?: readonly string[];
  readonly isLast: boolean;
  readonly object: AuditObject;
  readonly #repair: Repair;
  #patch: readonly PatchOperation[] | undefined;

  constructor(words: Words, object: AuditObject, repair: Repair) {
    this.description = words.description;
    this.safety = words.safety;
    if (words.risk !== undefined) this.risk = words.risk;
    if (words.earlierKeys !== undefined) this.earlierKeys = words.earlierKeys;
    this.isLast = words.isLast === true;
    this.object = object;
    this.#repair = repair;
  }

  get patch(): readonly PatchOperation[] {
    if (this.#patch === undefined) {
      const patch = new ObjectPatch(this.object.source.value);
      this.#repair(patch);
      this.#patch = patch.operations;
    }
    return this.#patch;
  }

  /** Whether a program can make it: a patch may not fit the object after all. */
  get isPossible(): boolean {
    return this.earlierKeys !== undefined || this.patch.length > 0;
  }

  /** The same change where it is needed only after another one, which can break something. */
  after(cause: AutomaticFix): AutomaticFix {
    if (this.safety === 'unsafe' || cause.risk === undefined) return this;
    const { description, earlierKeys, isLast } = this;
    return new AutomaticFix(
      {
        description,
        safety: 'unsafe',
        risk: cause.risk.startsWith(FOLLOWS) ? cause.risk : `${FOLLOWS}"${cause.description}": ${cause.risk}`,
        ...(isLast ? { isLast } : {}),
        ...(earlierKeys === undefined ? {} : { earlierKeys }),
      },
      this.object,
      this.#repair,
    );
  }

  toJSON(): Fix {
    const { description, patch, safety, risk, earlierKeys } = this;
    // Without a change there is nothing that could be safe or not.
    if (!this.isPossible) return { description, patch };
    return {
      description,
      patch,
      safety,
      ...(risk === undefined ? {} : { risk }),
      ...(earlierKeys === undefined ? {} : { earlierKeys }),
    };
  }
}
