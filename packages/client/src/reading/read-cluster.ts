/**
 * Everything of a cluster that was asked for and may be read, and a word on everything else: what is missing is never
 * silent, because an answer without it could be wrong.
 */
import { ClusterError } from '../cluster-error.js';
import type { Transport } from '../transport/transport.js';
import { discover, type ServedResources, servedVersion } from './discovery.js';
import { READING_LIMITS, ReadingBudget, type ReadingLimits } from './list-budget.js';
import type { ReadObject } from './list-item.js';
import { JSON_ACCEPT, type ListRequest, type ListResult, listObjects } from './list-objects.js';
import { redacted, SECRET_TABLE_ACCEPT, type SecretDetail, secretsOfTable } from './secrets.js';
import { apiVersionOf, resourceName, type WantedKind } from './wanted-kind.js';

/** A kind, or a part of one, that was not read. */
export interface ReadingGap {
  /** `secrets`, `deployments.apps` */
  readonly resource: string;
  /** One sentence. */
  readonly message: string;
}

export interface ClusterReading {
  /** By kind in the order of the request, then by namespace and name. */
  readonly objects: readonly ReadObject[];
  readonly gaps: readonly ReadingGap[];
  /** What may be worth knowing and leaves no gap in what was asked for. */
  readonly notes: readonly string[];
}

export interface ReadingOptions {
  readonly kinds: readonly WantedKind[];
  /** Objects of other namespaces are read only as far as the user may; this one is enough. */
  readonly namespace?: string | undefined;
  /** Whether nothing of other namespaces is asked for. */
  readonly onlyNamespace?: boolean;
  readonly secrets: SecretDetail;
  readonly now: () => number;
  readonly onProgress?: (objects: number, resource: string) => void;
  readonly limits?: Partial<ReadingLimits>;
}

/** Kinds at once: the server has others to serve. */
const AT_ONCE = 4;

export async function readCluster(transport: Transport, options: ReadingOptions): Promise<ClusterReading> {
  const budget = new ReadingBudget({ ...READING_LIMITS, ...options.limits }, options.now);
  const gaps: ReadingGap[] = [];
  const notes: string[] = [];
  const served = await discovered(transport, options.kinds, gaps);
  const kinds = options.kinds.flatMap((kind) => {
    const version = kind.isEverywhere ? kind.versions[0] : served && servedVersion(kind, served);
    return version === undefined ? [] : [{ kind, version }];
  });
  const found: ReadObject[][] = kinds.map(() => []);
  let count = 0;
  await eachOf(kinds, AT_ONCE, async ({ kind, version }, index) => {
    const reading = new KindReading(transport, kind, version, options, budget);
    const { objects, gap, note } = await reading.read();
    found[index] = [...objects].sort(byName);
    count += objects.length;
    if (gap !== undefined) gaps.push({ resource: resourceName(kind), message: gap });
    if (note !== undefined) notes.push(note);
    options.onProgress?.(count, resourceName(kind));
  });
  const order = new Map(options.kinds.map((kind, index) => [resourceName(kind), index]));
  gaps.sort((a, b) => (order.get(a.resource) ?? -1) - (order.get(b.resource) ?? -1));
  return { objects: found.flat(), gaps, notes: notes.sort() };
}

async function discovered(
  transport: Transport,
  kinds: readonly WantedKind[],
  gaps: ReadingGap[],
): Promise<ServedResources | undefined> {
  const unsure = kinds.filter(({ isEverywhere }) => !isEverywhere);
  if (unsure.length === 0) return new Set();
  try {
    return await discover(transport, unsure);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    gaps.push({ resource: unsure.map(resourceName).join(', '), message: `not read: ${error.message}` });
    return undefined;
  }
}

interface KindResult {
  readonly objects: readonly ReadObject[];
  readonly gap?: string | undefined;
  readonly note?: string | undefined;
}

class KindReading {
  readonly #transport: Transport;
  readonly #kind: WantedKind;
  readonly #version: string;
  readonly #options: ReadingOptions;
  readonly #budget: ReadingBudget;

  constructor(transport: Transport, kind: WantedKind, version: string, options: ReadingOptions, budget: ReadingBudget) {
    this.#transport = transport;
    this.#kind = kind;
    this.#version = version;
    this.#options = options;
    this.#budget = budget;
  }

  async read(): Promise<KindResult> {
    try {
      const { namespace, onlyNamespace } = this.#options;
      const isOneEnough = namespace !== undefined && this.#kind.namespaced;
      if (!isOneEnough || onlyNamespace !== true) {
        const everywhere = await this.#list('');
        if (everywhere.kind === 'read') return this.#taken(everywhere);
        if (everywhere.status !== 403 || !isOneEnough) {
          return { objects: [], gap: this.#refused(everywhere, 'in all namespaces') };
        }
      }
      const there = await this.#list(`/namespaces/${encodeURIComponent(namespace ?? '')}`);
      if (there.kind === 'refused') return { objects: [], gap: this.#refused(there, `in namespace ${namespace}`) };
      if (onlyNamespace === true) return this.#taken(there);
      const note = `${resourceName(this.#kind)}: only namespace ${namespace} could be read`;
      return { ...this.#taken(there), note };
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      return { objects: [], gap: `not read: ${error.message}` };
    }
  }

  #taken({ objects, problem }: Extract<ListResult, { kind: 'read' }>): KindResult {
    const { secrets } = this.#options;
    const isRedacted = this.#kind.kind === 'Secret' && secrets === 'keys';
    return {
      objects: isRedacted ? objects.map((each) => ({ ...each, value: redacted(each.value) })) : objects,
      gap: problem === undefined ? undefined : `read only in part: ${problem}`,
    };
  }

  #refused({ status, message }: Extract<ListResult, { kind: 'refused' }>, where: string): string {
    const scope = this.#kind.namespaced ? ` ${where}` : '';
    if (status === 403)
      return `not read: the right to list ${resourceName(this.#kind)}${scope} is missing (${message})`;
    if (status === 404) return `not read: the server does not serve ${apiVersionOf(this.#kind.group, this.#version)}`;
    return `not read: ${message}`;
  }

  async #list(scope: string): Promise<ListResult> {
    const ending = this.#budget.exhausted;
    if (ending !== undefined) return { kind: 'read', objects: [], problem: `not read further: ${ending}` };
    const { group, resource, kind, namespaced } = this.#kind;
    const root = group === '' ? '/api' : '/apis';
    const path = `${root}/${apiVersionOf(group, this.#version)}${scope}/${resource}`;
    const apiVersion = apiVersionOf(group, this.#version);
    const request: ListRequest = { path, apiVersion, kind, namespaced, accept: JSON_ACCEPT };
    if (kind !== 'Secret' || this.#options.secrets !== 'types')
      return await listObjects(this.#transport, request, this.#budget);
    const table: ListRequest = {
      ...request,
      path: `${path}?includeObject=Metadata`,
      accept: SECRET_TABLE_ACCEPT,
      itemsOf: secretsOfTable,
    };
    return await listObjects(this.#transport, table, this.#budget);
  }
}

const byName = (a: ReadObject, b: ReadObject): number => compare(a.namespace, b.namespace) || compare(a.name, b.name);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Works on so many items at once; the first error ends it. */
async function eachOf<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
