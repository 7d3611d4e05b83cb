/** Audit logs, read line by line: the different requests in them, and the lines that are no events. */
import type { Attributes } from '@bulkhead/engine/authorization';
import type { RoleWrite } from '@bulkhead/engine/rbac/least-privilege';
import type { ClusterProfile } from '@bulkhead/features';
import { member, text } from '../../authorization/untyped.js';
import { type Context, UsageError } from '../../context.js';
import { linesOf } from '../../line-batches.js';
import { reasonOf } from '../../output.js';
import { auditEvent } from './audit-event.js';
import { writeKey } from './role-write.js';

export interface LogError {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface AuditLog {
  /** Each once, in the order of the log. */
  readonly requests: readonly Attributes[];
  /** Roles and bindings that were written, each content once. */
  readonly writes: readonly RoleWrite[];
  readonly events: number;
  /** The first ones. */
  readonly errors: readonly LogError[];
  readonly errorCount: number;
}

/** So many different requests fit in memory, and no role made of more would be read by anybody. */
const MAX_REQUESTS = 200_000;
/** Objects of the log are kept for these. */
const MAX_WRITES = 20_000;
const MAX_ERRORS = 100;

export async function readAuditLogs(
  context: Context,
  sources: readonly string[],
  profile: ClusterProfile,
): Promise<AuditLog> {
  const reader = new LogReader(profile);
  for (const source of sources) {
    const file = source === '-' ? 'stdin' : source;
    let line = 0;
    try {
      for await (const lines of linesOf(context, source)) {
        for (const each of lines) reader.add(file, ++line, each);
        if (reader.isFull) break;
      }
    } catch (error) {
      if (line === 0 && error instanceof Error && 'code' in error) {
        throw new UsageError(`cannot read the audit log ${source}: ${reasonOf(error)}`);
      }
      reader.fail({ file, line: line + 1, message: `the rest was not read: ${reasonOf(error)}` });
    }
    if (reader.isFull) {
      const message = `more than ${MAX_REQUESTS} different requests or ${MAX_WRITES} different roles: the rest was not read`;
      reader.fail({ file, line, message });
      break;
    }
  }
  return reader.log();
}

class LogReader {
  readonly #profile: ClusterProfile;
  readonly #requests = new Map<string, Attributes>();
  readonly #writes = new Map<string, RoleWrite>();
  readonly #errors: LogError[] = [];
  #errorCount = 0;
  #events = 0;

  constructor(profile: ClusterProfile) {
    this.#profile = profile;
  }

  get isFull(): boolean {
    return this.#requests.size > MAX_REQUESTS || this.#writes.size > MAX_WRITES;
  }

  add(file: string, line: number, content: string): void {
    if (content.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (error) {
      this.fail({ file, line, message: `no JSON: ${reasonOf(error)}` });
      return;
    }
    for (const event of eventsOf(value)) this.#addEvent(file, line, event);
  }

  fail(error: LogError): void {
    this.#errorCount += 1;
    if (this.#errors.length < MAX_ERRORS) this.#errors.push(error);
  }

  log(): AuditLog {
    const requests = [...this.#requests.values()];
    const writes = [...this.#writes.values()];
    return { requests, writes, events: this.#events, errors: this.#errors, errorCount: this.#errorCount };
  }

  #addEvent(file: string, line: number, value: unknown): void {
    const event = auditEvent(value, this.#profile);
    if (event.kind === 'error') this.fail({ file, line, message: event.message });
    if (event.kind !== 'requests') return;
    this.#events += 1;
    if (event.write !== undefined) this.#writes.set(writeKey(event.write), event.write);
    for (const request of event.requests) {
      const key = keyOf(request);
      if (!this.#requests.has(key)) this.#requests.set(key, request);
    }
  }
}

/** A webhook is sent lists of events. */
function eventsOf(value: unknown): readonly unknown[] {
  const items = member(value, 'items');
  return text(member(value, 'kind')) === 'EventList' && Array.isArray(items) ? items : [value];
}

function keyOf(request: Attributes): string {
  const { user, verb, apiGroup, resource, subresource, namespace, name, path, resourceRequest } = request;
  const asked = resourceRequest ? [apiGroup, resource, subresource, namespace, name] : [path];
  return JSON.stringify([user.name, user.groups, verb, ...asked]);
}
