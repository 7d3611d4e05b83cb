/**
 * All objects of a kind, page after page, as of one moment where the server keeps it long enough.
 *
 * Source: apimachinery's chunked lists (KEP-365); client-go, tools/pager.
 */
import { ClusterError, foreignText } from '../cluster-error.js';
import { TooLargeError } from '../transport/read-body.js';
import type { Answer, Transport } from '../transport/transport.js';
import { isObject, listOf, member, textOf } from '../untyped.js';
import { jsonOf, refusalReason, refusalText } from './api-answer.js';
import type { ReadingBudget } from './list-budget.js';
import { listItem, type ReadObject } from './list-item.js';

export interface ListRequest {
  /** Such as `/apis/apps/v1/deployments`. */
  readonly path: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly accept: string;
  /** The items of an answer of another shape than a list. */
  readonly itemsOf?: (answer: unknown) => readonly unknown[] | undefined;
}

export type ListResult =
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  /** `problem` says why there may be more than this. */
  | { readonly kind: 'read'; readonly objects: readonly ReadObject[]; readonly problem: string | undefined };

export const JSON_ACCEPT = 'application/json';

/** Smaller pages are tried where a page is too large; 0 asks for everything at once, as is done once pages have expired. */
const PAGE_DIVISORS: readonly number[] = [1, 10, 100];
const MAX_RESTARTS = 3;
const MAX_EMPTY_PAGES = 3;

export async function listObjects(
  transport: Transport,
  request: ListRequest,
  budget: ReadingBudget,
): Promise<ListResult> {
  let divisor = 0;
  let last: Pages | undefined;
  for (let restarts = 0; restarts < MAX_RESTARTS; ) {
    const limit = Math.max(1, Math.floor(budget.limits.page / (PAGE_DIVISORS[divisor] ?? 1)));
    const pages = new Pages(request, budget);
    try {
      const end = await readPages(transport, request, pages, limit);
      if (end === 'complete') return pages.result(undefined);
      if (typeof end !== 'string') return end;
      last = pages;
      restarts++;
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      if (error instanceof TooLargeError && divisor + 1 < PAGE_DIVISORS.length && budget.exhausted === undefined)
        divisor++;
      else if (pages.isEmpty) throw error;
      else return pages.result(error.message);
    }
  }
  return (last ?? new Pages(request, budget)).result('the server forgot the list while it was read, again and again');
}

type PagesEnd = 'complete' | 'expired' | ListResult;

async function readPages(transport: Transport, request: ListRequest, pages: Pages, limit: number): Promise<PagesEnd> {
  for (let next = ''; ; ) {
    const ending = pages.budget.exhausted;
    if (ending !== undefined) return pages.result(`not read further: ${ending}`);
    const query = `limit=${limit}${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`;
    const answer = await transport.get({
      path: `${request.path}${request.path.includes('?') ? '&' : '?'}${query}`,
      accept: request.accept,
      maxBytes: pages.budget.limits.answerBytes,
    });
    if (answer.status === 410 || (answer.status === 400 && refusalReason(answer) === 'Expired')) return 'expired';
    if (answer.status !== 200) {
      const message = refusalText(answer);
      if (next === '') return { kind: 'refused', status: answer.status, message };
      return pages.result(`not read further: ${message}`);
    }
    const wrong = pages.add(answer);
    if (wrong !== undefined) return pages.result(wrong);
    if (pages.next === '') return 'complete';
    next = pages.next;
  }
}

class Pages {
  readonly budget: ReadingBudget;
  /** The token of the page that follows; `''` after the last. */
  next = '';
  readonly #request: ListRequest;
  readonly #objects = new Map<string, ReadObject>();
  readonly #tokens = new Set<string>();
  #empty = 0;
  #dropped = 0;
  #firstDropped = '';

  constructor(request: ListRequest, budget: ReadingBudget) {
    this.#request = request;
    this.budget = budget;
  }

  get isEmpty(): boolean {
    return this.#objects.size === 0;
  }

  /** Takes a page; the sentence that ends the list where it is none. */
  add(answer: Answer): string | undefined {
    const { kind, itemsOf } = this.#request;
    const value = jsonOf(answer, `the list of ${kind}`);
    const items = itemsOf === undefined ? this.#itemsOf(value) : itemsOf(value);
    if (items === undefined)
      return `the server answered with a ${foreignText(textOf(value, 'kind')) || 'value'}, not a list`;
    this.budget.take(items.length, answer.body.length);
    const isLarge = answer.body.length > this.budget.limits.objectBytes;
    for (const item of items) this.#take(item, isLarge);
    this.next = textOf(member(value, 'metadata'), 'continue');
    this.#empty = items.length === 0 ? this.#empty + 1 : 0;
    if (this.next === '') return undefined;
    if (/\p{Surrogate}/u.test(this.next))
      return 'not read further: the server names a next page that cannot be asked for';
    if (this.#tokens.has(this.next)) return 'not read further: the server sends the same page again';
    if (this.#empty >= MAX_EMPTY_PAGES) return 'not read further: the server sends empty pages without end';
    this.#tokens.add(this.next);
    return undefined;
  }

  result(problem: string | undefined): ListResult {
    const dropped = this.#dropped === 0 ? undefined : `${this.#dropped} left out: ${this.#firstDropped}`;
    const problems = [problem, dropped].filter((each) => each !== undefined);
    const objects = [...this.#objects.values()];
    return { kind: 'read', objects, problem: problems.length === 0 ? undefined : problems.join('; ') };
  }

  #itemsOf(value: unknown): readonly unknown[] | undefined {
    if (!isObject(value) || textOf(value, 'kind') !== `${this.#request.kind}List`) return undefined;
    const items = member(value, 'items');
    // Go writes an empty list as null.
    return items === null || Array.isArray(items) ? listOf(value, 'items') : undefined;
  }

  #take(item: unknown, mayBeLarge: boolean): void {
    const found =
      mayBeLarge && this.#isTooLarge(item) ? 'an item is larger than any that a cluster can keep' : undefined;
    const object = found ?? listItem(item, this.#request);
    if (typeof object === 'string') this.#drop(object);
    else {
      const key = `${object.namespace}/${object.name}`;
      if (this.#objects.has(key)) this.#drop(`${foreignText(key)} came twice`);
      else this.#objects.set(key, object);
    }
  }

  #isTooLarge(item: unknown): boolean {
    try {
      return JSON.stringify(item).length > this.budget.limits.objectBytes;
    } catch {
      // Nested deeper than any object.
      return true;
    }
  }

  #drop(why: string): void {
    if (this.#dropped === 0) this.#firstDropped = why;
    this.#dropped++;
  }
}
