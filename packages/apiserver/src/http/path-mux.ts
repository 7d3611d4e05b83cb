/**
 * Paths outside of the API's resources, and the list of all paths at `/`. Paths are compared as they are: nothing is
 * cleaned, joined or guessed.
 *
 * Source: k8s.io/apiserver/pkg/server/mux/pathrecorder.go, pkg/server/routes/index.go, pkg/util/notfoundhandler.
 */
import { textResponse } from './failure-response.js';
import { goJson } from './go-json.js';
import type { ApiResponse, Handler, RequestContext } from './request.js';
import { StatusError } from './status-error.js';

export interface PathMuxOptions {
  /** Tried before the paths; undefined when the path is not its own. */
  readonly handlers?: readonly ((context: RequestContext) => MaybeResponse)[];
  /** Listed beside those that are registered. */
  readonly listedPaths?: () => readonly string[];
  /** Until all paths are known, an unknown one is no 404. */
  readonly isComplete?: () => boolean;
}

type MaybeResponse = ApiResponse | undefined | Promise<ApiResponse | undefined>;

const NOT_YET = 'the request has been made before all known HTTP paths have been installed, please try again';

export class PathMux {
  readonly #exact = new Map<string, Handler>();
  readonly #prefixes: (readonly [prefix: string, handler: Handler])[] = [];
  readonly #unlisted = new Set<string>();
  readonly #options: PathMuxOptions;

  constructor(options: PathMuxOptions = {}) {
    this.#options = options;
  }

  /** Exactly this path. */
  handle(path: string, handler: Handler, { listed = true }: { readonly listed?: boolean } = {}): void {
    this.#exact.set(path, handler);
    if (!listed) this.#unlisted.add(path);
  }

  /** All paths that begin so; the longest prefix decides. */
  handlePrefix(prefix: string, handler: Handler): void {
    this.#prefixes.push([prefix, handler]);
    this.#prefixes.sort(([left], [right]) => right.length - left.length);
  }

  paths(): readonly string[] {
    const own = [...this.#exact.keys()].filter((path) => !this.#unlisted.has(path));
    const listed = this.#options.listedPaths?.() ?? [];
    const prefixes = this.#prefixes.map(([prefix]) => prefix);
    return [...new Set([...own, ...prefixes, ...listed])].sort(byCodeUnit);
  }

  readonly handler: Handler = async (context) => {
    const { path } = context.info;
    for (const handler of this.#options.handlers ?? []) {
      const response = await handler(context);
      if (response !== undefined) return response;
    }
    const exact = this.#exact.get(path);
    if (exact !== undefined) return exact(context);
    const prefixed = this.#prefixes.find(([prefix]) => path.startsWith(prefix));
    if (prefixed !== undefined) return prefixed[1](context);
    if (path === '/' || path === '/index.html') return this.#index();
    return this.notFound();
  };

  /** 404, or 503 while paths are still being added. */
  notFound(): ApiResponse {
    if (this.#options.isComplete?.() === false) {
      const details = { retryAfterSeconds: 5 };
      throw new StatusError({ code: 503, reason: 'ServiceUnavailable', message: NOT_YET, details });
    }
    return textResponse(404, '404 page not found\n');
  }

  #index(): ApiResponse {
    const body = goJson({ paths: this.paths() }, true);
    return { status: 200, headers: { 'Content-Type': 'application/json' }, body };
  }
}

const byCodeUnit = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
