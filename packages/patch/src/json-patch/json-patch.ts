/**
 * JSON patch (RFC 6902) with the liberties of the API server's library: `replace` and `copy` of a missing member act
 * as on `null`, indexes may count from the end, and what comes before the first slash of a path is ignored.
 * Source: gopkg.in/evanphx/json-patch.v4; k8s.io/apiserver/pkg/endpoints/handlers/patch.go.
 */
import { badRequest, type FieldValidation, orRefusal, type PatchResult, Refusal, UNPROCESSABLE } from '../failure.js';
import {
  deepCopy,
  equalJson,
  isDeeperThan,
  isList,
  isObject,
  type JsonObject,
  MAX_DEPTH,
  member,
  setMember,
} from '../json-value.js';
import { jsonSize } from './json-size.js';
import { decodeOperations } from './operation.js';
import { childOf, listIndex, type OwnPlace, type Place, parseIndex, WorkingDocument } from './working-document.js';

/** How many bytes of JSON all `copy` operations of a patch may add. */
export const MAX_COPIED_BYTES = 3 * 1024 * 1024;

export type JsonPatchResult = PatchResult<{
  readonly value: unknown;
  /** What the strict decoder finds in the patch: warnings, or errors under `Strict`. */
  readonly strictErrors: readonly string[];
}>;

/** The document with the patch applied; `patch` is the decoded body. The document is not changed. */
export function jsonPatch(document: unknown, patch: unknown, validation: FieldValidation = 'Warn'): JsonPatchResult {
  if (isDeeperThan(patch, MAX_DEPTH)) {
    return { ok: false, failure: badRequest('error decoding patch: exceeded max depth') };
  }
  return orRefusal(() => {
    const { operations, strictErrors } = decodeOperations(patch, validation);
    const run = new PatchRun(document);
    for (const operation of operations) run.apply(operation);
    const value = run.document.root;
    if (operations.length > 0 && isDeeperThan(value, MAX_DEPTH)) throw new Refusal(UNPROCESSABLE);
    return { ok: true as const, value, strictErrors };
  });
}

class PatchRun {
  readonly document: WorkingDocument;
  #copiedBytes = 0;

  constructor(document: unknown) {
    this.document = new WorkingDocument(document);
  }

  apply(operation: JsonObject): void {
    const path = () => textOf(operation, 'path');
    switch (member(operation, 'op')) {
      case 'add':
        return this.#add(path(), valueOf(operation));
      case 'remove':
        return remove(this.#own(path()));
      case 'replace':
        return this.#replace(path(), member(operation, 'value'));
      case 'move':
        return this.#move(textOf(operation, 'from'), path);
      case 'copy':
        return this.#copy(textOf(operation, 'from'), path);
      case 'test':
        return this.#test(path(), valueOf(operation));
      default:
        throw refusal();
    }
  }

  #add(path: string, value: unknown): void {
    const { container, key } = this.#own(path);
    if (!Array.isArray(container)) return setMember(container, key, value);
    if (key === '-') {
      container.push(value);
      return;
    }
    const index = parseIndex(key);
    const size = container.length + 1;
    if (index === undefined || index >= size || index < -size) throw refusal();
    container.splice(index < 0 ? index + size : index, 0, value);
  }

  #replace(path: string, value: unknown): void {
    if (path === '') {
      if (!isObject(value) && !isList(value)) throw refusal();
      this.document.root = value;
      return;
    }
    const { container, key } = this.#own(path);
    if (!Array.isArray(container)) return setMember(container, key, value ?? null);
    container[indexIn(container, key)] = value ?? null;
  }

  #move(from: string, path: () => string): void {
    const place = this.#own(from);
    const value = childOf(place.container, place.key);
    remove(place);
    this.#add(path(), value);
  }

  #copy(from: string, path: () => string): void {
    const value = this.#get(from) ?? null;
    const to = path();
    if (this.document.find(to) === undefined) throw refusal();
    // A member that is not there is copied as null and costs nothing, as nothing is written of it.
    if (value !== null) this.#copiedBytes += jsonSize(value, MAX_COPIED_BYTES - this.#copiedBytes);
    if (this.#copiedBytes > MAX_COPIED_BYTES) throw refusal();
    this.#add(to, deepCopy(value));
  }

  #test(path: string, value: unknown): void {
    const found = path === '' ? this.document.root : (this.#get(path) ?? null);
    if (!equalJson(found, value)) throw refusal();
  }

  /** The value there: in an object it may be missing, in a list not. */
  #get(path: string): unknown {
    const { container, key } = required<Place>(this.document.find(path));
    return isList(container) ? container[indexIn(container, key)] : member(container, key);
  }

  #own(path: string): OwnPlace {
    return required(this.document.findOwn(path));
  }
}

function remove({ container, key }: OwnPlace): void {
  if (Array.isArray(container)) {
    container.splice(indexIn(container, key), 1);
    return;
  }
  if (!Object.hasOwn(container, key)) throw refusal();
  delete container[key];
}

function indexIn(list: readonly unknown[], key: string): number {
  return required(listIndex(list, key));
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw refusal();
  return value;
}

function textOf(operation: JsonObject, name: string): string {
  const text = member(operation, name);
  if (typeof text !== 'string') throw refusal();
  return text;
}

/** An operation without a value has `null`. */
const valueOf = (operation: JsonObject): unknown => member(operation, 'value') ?? null;

const refusal = (): Refusal => new Refusal(UNPROCESSABLE);
