/** Requests for tests, as the stages see them. */
import { requestInfoFromURL, type UserInfo, userInfo } from '@bulkhead/engine/authorization';
import { type ClusterProfile, clusterProfile } from '@bulkhead/features';
import type { ApiRequest, ApiResponse, RequestContext } from './request.js';
import { StatusError } from './status-error.js';
import { WarningRecorder } from './warning-recorder.js';

export const person = (name: string, ...groups: string[]): UserInfo => userInfo({ name, groups });

export function profileFor(minor: number, gates: Readonly<Record<string, boolean>> = {}): ClusterProfile {
  const made = clusterProfile({ version: `1.${minor}`, gates });
  if ('errors' in made) throw new Error(made.errors.join('; '));
  return made.profile;
}

export interface TestRequest {
  readonly user?: UserInfo;
  readonly profile?: ClusterProfile;
  readonly headers?: readonly (readonly [string, ...string[]])[];
  readonly body?: string;
  readonly remoteAddress?: string;
}

export function requestContext(method: string, target: string, parts: TestRequest = {}): RequestContext {
  const profile = parts.profile ?? profileFor(35);
  const result = requestInfoFromURL(method, target, profile);
  if (result.kind !== 'requestInfo') throw new Error(`no request info of ${target}`);
  const request: ApiRequest = {
    method,
    target,
    headers: new Map((parts.headers ?? []).map(([name, ...values]) => [name, values])),
    body: () => Promise.resolve(Buffer.from(parts.body ?? '')),
    remoteAddress: parts.remoteAddress ?? '127.0.0.1',
    clientCertificates: [],
    signal: new AbortController().signal,
  };
  return {
    request,
    profile,
    info: result.info,
    query: new Map(),
    auditID: '11111111-1111-4111-8111-111111111111',
    receivedAt: 1_700_000_000_000,
    warnings: new WarningRecorder(),
    auditAnnotations: new Map(),
    user: parts.user ?? person('alice', 'system:authenticated'),
  };
}

export const OK: ApiResponse = { status: 200, headers: {}, body: '' };

/** The `StatusError` that the action throws; fails when it throws none. */
export async function refusalOf(action: () => unknown): Promise<StatusError['failure']> {
  try {
    await action();
  } catch (error) {
    if (error instanceof StatusError) return error.failure;
    throw error;
  }
  throw new Error('nothing was refused');
}
