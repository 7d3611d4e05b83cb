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

interface Words {
  readonly description: string;
  readonly safety: FixSafety;
  readonly risk?: string;
}

/** Most findings are only counted or printed, so the patch is made when somebody asks for it. */
class AutomaticFix implements Fix {
  readonly description: string;
  readonly safety: FixSafety;
  readonly risk?: string;
  readonly #object: AuditObject;
  readonly #repair: Repair;
  #patch: readonly PatchOperation[] | undefined;

  constructor(words: Words, object: AuditObject, repair: Repair) {
    this.description = words.description;
    this.safety = words.safety;
    if (words.risk !== undefined) this.risk = words.risk;
    this.#object = object;
    this.#repair = repair;
  }

  get patch(): readonly PatchOperation[] {
    if (this.#patch === undefined) {
      const patch = new ObjectPatch(this.#object.source.value);
      this.#repair(patch);
      this.#patch = patch.operations;
    }
    return this.#patch;
  }

  toJSON(): Fix {
    const { description, patch, safety, risk } = this;
    // Without a patch there is nothing that could be safe or not.
    if (patch.length === 0) return { description, patch };
    return { description, patch, safety, ...(risk === undefined ? {} : { risk }) };
  }
}
