/**
 * /openapi/v2 and /openapi/v3. Documents are made when they are first asked for.
 *
 * Source: k8s.io/kube-openapi/pkg/handler3/handler.go, pkg/handler/handler.go.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { ClusterProfile } from '@bulkhead/features';
import { parseAccept } from '../http/media-type.js';
import type { ApiResponse, RequestContext } from '../http/request.js';
import type { ServedResources } from '../registry/served-resources.js';
import { documentParts, swaggerDocument, versionDocument } from './documents.js';
import { OLD_SWAGGER_PROTOBUF, SWAGGER_PROTOBUF, swaggerProtobuf } from './swagger-protobuf.js';

interface Document {
  readonly bytes: Buffer;
  /** In upper case, as links have it. */
  readonly hash: string;
}

const INDEX_PATH = '/openapi/v3';
const SWAGGER_PATH = '/openapi/v2';

export class OpenApiHandler {
  readonly #resources: ServedResources;
  readonly #profile: ClusterProfile;
  readonly #versions: ReadonlyMap<string, { readonly group: string; readonly version: string }>;
  #documents: Promise<ReadonlyMap<string, Document>> | undefined;
  #swagger: Document | undefined;
  #swaggerProtobuf: Document | undefined;
  #index: Document | undefined;

  constructor(resources: ServedResources, profile: ClusterProfile) {
    this.#resources = resources;
    this.#profile = profile;
    this.#versions = new Map(
      resources.all.flatMap(({ group, versions }) =>
        versions.map(({ version }) => [
          group === '' ? `api/${version}` : `apis/${group}/${version}`,
          { group, version },
        ]),
      ),
    );
  }

  /** Undefined for paths of others. */
  handle(context: RequestContext): ApiResponse | Promise<ApiResponse> | undefined {
    const { path } = context.info;
    if (context.request.method !== 'GET' && context.request.method !== 'HEAD') return undefined;
    if (path === SWAGGER_PATH) return this.#respondSwagger(context);
    if (path === INDEX_PATH || path === `${INDEX_PATH}/`) return this.#respondIndex(context);
    if (!path.startsWith(`${INDEX_PATH}/`)) return undefined;
    const name = path.slice(INDEX_PATH.length + 1);
    return this.#versions.has(name) ? this.#respondVersion(context, name) : undefined;
  }

  paths(): readonly string[] {
    const versions = [...this.#versions.keys()].map((name) => `${INDEX_PATH}/${name}`);
    return [SWAGGER_PATH, INDEX_PATH, `${INDEX_PATH}/`, ...versions];
  }

  #respondSwagger(context: RequestContext): ApiResponse {
    const isProtobuf = accepts(context, [SWAGGER_PROTOBUF, OLD_SWAGGER_PROTOBUF]);
    if (!isProtobuf && !acceptsJSON(context)) return NOT_ACCEPTABLE;
    this.#swagger ??= documentOf(swaggerDocument(this.#resources.all, this.#profile.minor));
    if (isProtobuf) {
      this.#swaggerProtobuf ??= documentOf(swaggerProtobuf(this.#swagger.bytes.toString()));
      return answer(context, this.#swaggerProtobuf, {
        'Content-Type': `application/${SWAGGER_PROTOBUF}`,
        Vary: 'Accept',
      });
    }
    return answer(context, this.#swagger, { 'Content-Type': 'application/json', Vary: 'Accept' });
  }

  async #respondIndex(context: RequestContext): Promise<ApiResponse> {
    if (this.#index === undefined) {
      const documents = await this.#made();
      const links = [...documents]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, { hash }]) => [name, { serverRelativeURL: `${INDEX_PATH}/${name}?hash=${hash}` }]);
      this.#index = documentOf(JSON.stringify({ paths: Object.fromEntries(links) }));
    }
    return answer(context, this.#index, { 'Content-Type': 'text/plain; charset=utf-8' });
  }

  async #respondVersion(context: RequestContext, name: string): Promise<ApiResponse> {
    const document = (await this.#made()).get(name);
    if (document === undefined || !acceptsJSON(context)) return NOT_ACCEPTABLE;
    const asked = context.query.get('hash')?.[0] ?? '';
    if (asked !== '' && asked !== document.hash) {
      return { status: 301, headers: { Location: `${INDEX_PATH}/${name}?hash=${document.hash}` }, body: '' };
    }
    const lasting = {
      'Cache-Control': 'public, immutable',
      Expires: new Date(context.receivedAt + YEAR_MS).toUTCString(),
    };
    const caching = asked === '' ? { 'Cache-Control': 'no-cache, private' } : lasting;
    return answer(context, document, { 'Content-Type': 'application/json', Vary: 'Accept', ...caching });
  }

  #made(): Promise<ReadonlyMap<string, Document>> {
    this.#documents ??= this.#makeDocuments();
    return this.#documents;
  }

  /** All of them: the index has their hashes. Other requests get their turn between two. */
  async #makeDocuments(): Promise<ReadonlyMap<string, Document>> {
    const { minor } = this.#profile;
    const parts = documentParts(minor, 'v3');
    const documents = new Map<string, Document>();
    for (const [name, version] of this.#versions) {
      documents.set(name, documentOf(versionDocument(parts, this.#resources.all, version)));
      await setImmediate();
    }
    return documents;
  }
}

const YEAR_MS = 365 * 24 * 3600 * 1000;

function documentOf(content: string | Buffer): Document {
  const bytes = Buffer.from(content);
  return { bytes, hash: createHash('sha512').update(bytes).digest('hex').toUpperCase() };
}

function answer(
  context: RequestContext,
  { bytes, hash }: Document,
  headers: Readonly<Record<string, string>>,
): ApiResponse {
  const etag = `"${hash}"`;
  const known = context.request.headers.get('if-none-match') ?? [];
  if (known.some((value) => value.split(',').some((each) => each.trim() === etag))) {
    return { status: 304, headers: { ...headers, ETag: etag } };
  }
  return { status: 200, headers: { ...headers, ETag: etag }, body: bytes };
}

/** As its only wish, or before others. */
function accepts({ request }: RequestContext, subtypes: readonly string[]): boolean {
  const [first] = parseAccept(request.headers.get('accept')?.[0] ?? '');
  return first?.type === 'application' && subtypes.includes(first.subtype);
}

function acceptsJSON({ request }: RequestContext): boolean {
  const header = request.headers.get('accept')?.[0] ?? '';
  if (header === '') return true;
  return parseAccept(header).some(
    ({ type, subtype }) => (type === '*' || type === 'application') && (subtype === '*' || subtype === 'json'),
  );
}

const NOT_ACCEPTABLE: ApiResponse = { status: 406, headers: {}, body: '' };
