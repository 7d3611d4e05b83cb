/**
 * /statusz and /flagz: what a person wants to know of a running server, as text.
 *
 * Source: k8s.io/component-base/zpages.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { ClusterProfile } from '@bulkhead/features';
import { accepts } from '../http/media-type.js';
import { notAcceptable } from '../http/negotiation.js';
import type { ApiResponse, RequestContext } from '../http/request.js';

const WARNING =
  'Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.';
const FORMS = ['application/json', 'application/yaml', 'text/plain'];

export interface StatusPages {
  readonly startedAt: number;
  /** Of the server, without their dashes. */
  readonly flags: Readonly<Record<string, string>>;
  readonly paths: () => readonly string[];
}

type Page = (context: RequestContext) => Promise<ApiResponse>;

/** Those that the profile's gates turn on, by path. */
export function statusPages(profile: ClusterProfile, pages: StatusPages): ReadonlyMap<string, Page> {
  const served = new Map<string, Page>();
  const serve = (gate: string, name: string, lines: (now: number) => readonly string[]): void => {
    if (!profile.enabled(gate)) return;
    served.set(`/${name}`, (context) => {
      checkAccepted(context);
      const text = ['', `kube-apiserver ${name}`, WARNING, '', ...lines(context.receivedAt), ''].join('\n');
      const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
      return Promise.resolve({ status: 200, headers, body: text });
    });
  };
  serve('ComponentStatusz', 'statusz', (now) => statusLines(profile.minor, pages, now));
  serve('ComponentFlagz', 'flagz', () =>
    Object.entries(pages.flags)
      .map(([name, value]) => `${name}=${value}`)
      .toSorted(),
  );
  return served;
}

function checkAccepted({ request }: RequestContext): void {
  if (!accepts(request, ['text/plain', 'text/*', '*/*'])) throw notAcceptable(FORMS);
}

function statusLines(minor: Minor, { startedAt, paths }: StatusPages, now: number): readonly string[] {
  const seconds = Math.max(0, Math.floor((now - startedAt) / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  return [
    `Started: ${new Date(startedAt).toUTCString()}`,
    `Up: ${hours} hr ${two(minutes)} min ${two(rest)} sec`,
    `Binary version: 1.${minor}`,
    `Emulation version: 1.${minor}`,
    `Paths: ${paths().join(' ')}`,
  ];
}
