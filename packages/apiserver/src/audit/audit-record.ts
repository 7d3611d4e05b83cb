/**
 * What is noted of one request while it is handled. Endpoints tell it the objects, since only they know them decoded;
 * what they do not tell is read from JSON bodies where the level asks for it.
 *
 * Source: k8s.io/apiserver/pkg/audit/request.go.
 */
import { bodyText } from '../http/answer-body.js';
import type { ApiRequest, ApiResponse } from '../http/request.js';
import { withoutManagedFields } from './managed-fields.js';
import type { AuditDecision } from './policy.js';

/** Parts of the object that the URL of a create does not have. */
export interface ObjectParts {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

export class AuditRecord {
  readonly decision: AuditDecision;
  #requestObject: unknown;
  #responseObject: unknown;
  #parts: ObjectParts | undefined;

  constructor(decision: AuditDecision) {
    this.decision = decision;
  }

  get wantsRequestObject(): boolean {
    return this.decision.level === 'Request' || this.decision.level === 'RequestResponse';
  }

  get wantsResponseObject(): boolean {
    return this.decision.level === 'RequestResponse';
  }

  get parts(): ObjectParts | undefined {
    return this.#parts;
  }

  get requestObject(): unknown {
    return this.#requestObject;
  }

  get responseObject(): unknown {
    return this.#responseObject;
  }

  /** The decoded object of a create or update, in the version of the request; at every level, for its name. */
  setRequestObject(object: unknown): void {
    this.#parts = partsOf(object);
    if (this.wantsRequestObject) this.#requestObject = this.#shown(object);
  }

  /** The patch as it was sent. */
  setPatch(patch: unknown): void {
    if (this.wantsRequestObject) this.#requestObject = patch;
  }

  /** The answer as an object, in the version of the request. */
  setResponseObject(object: unknown): void {
    if (this.wantsResponseObject) this.#responseObject = this.#shown(object);
  }

  /** Takes objects from JSON bodies where no endpoint told them. */
  async completeFromRequest(request: ApiRequest): Promise<void> {
    if (!this.wantsRequestObject || this.#requestObject !== undefined || !isJson(request.headers)) return;
    try {
      const object = parsed((await request.body()).toString('utf8'));
      if (object !== undefined) this.#requestObject = this.#shown(object);
    } catch {
      // A body that was refused is not there to be noted.
    }
  }

  completeFromResponse({ headers, body }: ApiResponse): void {
    if (!this.wantsResponseObject || this.#responseObject !== undefined || body === undefined) return;
    const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
    if (typeof type !== 'string' || !type.startsWith('application/json')) return;
    const object = parsed(bodyText(body));
    if (object !== undefined) this.#responseObject = this.#shown(object);
  }

  #shown(object: unknown): unknown {
    return this.decision.omitManagedFields ? withoutManagedFields(object) : object;
  }
}

function isJson(headers: ApiRequest['headers']): boolean {
  const type = headers.get('content-type')?.[0] ?? 'application/json';
  return /^application\/(?:json|[a-z-]+\+json)\b/.test(type);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function partsOf(object: unknown): ObjectParts | undefined {
  if (typeof object !== 'object' || object === null || !('metadata' in object)) return undefined;
  const { metadata } = object;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const part = (name: keyof ObjectParts): string => {
    const value: unknown = Object.hasOwn(metadata, name) ? Reflect.get(metadata, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return {
    namespace: part('namespace'),
    name: part('name'),
    uid: part('uid'),
    resourceVersion: part('resourceVersion'),
  };
}
