/**
 * Recorded answers about authorization, impersonation, access reviews and kubelets, by area. A step is compared as far
 * as pure functions decide it: a refusal of theirs word for word, everything else by going through. Steps that
 * something else decides are named with the reason.
 */
import { expect, it } from 'vitest';
import {
  type Answer,
  asRecorded,
  type Expected,
  type Json,
  keyOf,
  profileOf,
  readArea,
  StandIn,
  type Step,
  variantsOf,
} from './rbac-replay.js';
import { describeShared } from './shared.js';

/** Steps whose recorded answer is not for these functions to give. */
const OTHERS: { readonly [key: string]: string } = {
  'access-review sar/with-meta': 'the text prints the metadata that the server filled in, with times',
  'access-review sar/get': '405: a GET of a virtual resource is allowed by system:masters and refused by the registry',
  'node-authz noderestriction@default/mirror-secret': 'the ServiceAccount admission plugin refuses first',
  'node-authz noderestriction@audit/mirror-secret': 'the ServiceAccount admission plugin refuses first',
};

/** Versions with recorded answers; the overlay holds what differs from 1.35. */
const VERSIONS: readonly {
  readonly version: string;
  readonly overlay?: string;
  readonly variants: readonly string[];
}[] = [
  { version: '1.35', variants: ['default', 'gates', 'audit'] },
  { version: '1.33', overlay: '1.33.13', variants: ['default'] },
  { version: '1.36', overlay: '1.36.3', variants: ['default'] },
];

/** In 1.36 the gate is on by default, but only where the answers differ were they recorded anew. */
const AREAS = ['rbac', 'access-review', 'impersonation', 'self-subject', 'node-authz'];

describeShared('recorded answers of authorization', (folder) => {
  for (const { version, overlay, variants } of VERSIONS) {
    for (const area of AREAS) {
      const { scenarios, expected } = readArea(folder, area, overlay);
      for (const scenario of scenarios) {
        for (const variant of variantsOf(scenario).filter((each) => variants.includes(each))) {
          it(`${version} ${area}/${scenario.id} (${variant})`, () => {
            const server = new StandIn(profileOf(version, variant));
            const differences: unknown[] = [];
            for (const step of scenario.setup ?? []) {
              const { refused } = server.run(step);
              if (refused !== undefined) differences.push({ setup: step.path, refused });
            }
            for (const step of scenario.steps) {
              if (step.op !== undefined) continue;
              const key = keyOf(scenario, variant, step);
              const answer = server.run(step);
              const recorded = expected[key];
              if (recorded === undefined || OTHERS[`${area} ${key}`] !== undefined) continue;
              if (area === 'rbac' && key === 'aggregation/filled') {
                const role = server.aggregated('agg-{{sfx}}');
                expect(asRecorded(role?.rules)).toEqual(recorded.body.rules);
                continue;
              }
              differences.push(...compare(key, step, answer, recorded));
            }
            expect(differences).toEqual([]);
          });
        }
      }
    }
  }
});

/** Statuses that the authorization of a request gives. */
const OURS = new Set([400, 403, 422]);

function compare(key: string, step: Step, answer: Answer, recorded: Expected): unknown[] {
  const refused = asRecorded(answer.refused);
  const { status, body } = recorded;
  if (refused !== undefined) {
    // Of a HEAD there is no body, and some cases keep only parts of it.
    const message = body?.message ?? (typeof body === 'string' && body !== '' ? body : refused.message);
    const details = body?.details === undefined ? {} : { details: body.details };
    const ours = {
      status: refused.status,
      message: refused.message,
      ...(body?.details ? { details: refused.details } : {}),
    };
    const theirs = { status, message, ...details };
    return equal(ours, theirs) ? auditDifferences(key, answer, recorded) : [{ key, ours, theirs }];
  }
  const wasOurs = OURS.has(status) && !isOfTheStore(body);
  if (wasOurs) return [{ key, path: step.path, ours: 'went through', theirs: body?.message ?? body }];
  const differences = auditDifferences(key, answer, recorded);
  if (answer.status !== undefined) differences.push(...statusDifferences(key, answer.status, body.status));
  const info = body?.status?.userInfo;
  if (info !== undefined && status === 201) differences.push(...userDifferences(key, answer, info));
  return differences;
}

/** 422 and 400 that validation of stored objects gives. */
const isOfTheStore = (body: Json): boolean =>
  body?.reason === 'Invalid' && body?.details?.group !== 'authorization.k8s.io';

function statusDifferences(key: string, ours: Json, theirs: Json): unknown[] {
  const sorted = (status: Json): Json => ({
    ...status,
    ...(status.resourceRules ? { resourceRules: sortedJson(status.resourceRules) } : {}),
    ...(status.nonResourceRules ? { nonResourceRules: sortedJson(status.nonResourceRules) } : {}),
  });
  return equal(sorted(ours), sorted(theirs)) ? [] : [{ key, ours, theirs }];
}

function userDifferences(key: string, { user }: Answer, theirs: Json): unknown[] {
  const extra = Object.fromEntries([...(user?.extra ?? [])].map(([name, values]) => [name, values.map(withoutUids)]));
  const ours = {
    username: user?.name,
    groups: user?.groups,
    ...(user?.uid ? { uid: user.uid } : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  };
  const compared = theirs.username === 'admin' ? { ...ours, extra: theirs.extra } : ours;
  return equal(compared, theirs) ? [] : [{ key, ours, theirs }];
}

const withoutUids = (text: string): string => text.replace(/^uid-\d+$/, 'UUID');

function auditDifferences(key: string, { audit, user }: Answer, { audit: recorded }: Expected): unknown[] {
  if (recorded === undefined) return [];
  const theirs = {
    decision: recorded.annotations?.['authorization.k8s.io/decision'],
    reason: recorded.annotations?.['authorization.k8s.io/reason'],
    constraint: recorded.authenticationMetadata?.impersonationConstraint,
    impersonated: recorded.impersonatedUser?.username,
  };
  // Which of several bindings is named is chance: bindings come in any order upstream.
  const isByBinding = (reason: string | undefined): boolean => reason?.startsWith('RBAC: allowed by ') === true;
  const ours = {
    decision: audit.decision,
    reason: isByBinding(audit.reason) && isByBinding(theirs.reason) ? theirs.reason : audit.reason,
    constraint: audit.constraint || undefined,
    impersonated: theirs.impersonated === undefined ? undefined : user?.name,
  };
  return equal(ours, theirs) ? [] : [{ key, ours, theirs }];
}

const sortedJson = (list: Json[]): Json[] =>
  [...list].map((item) => canonical(item)).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const canonical = (value: Json): Json =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, item]) => [key, canonical(item)]),
      );

function equal(ours: unknown, theirs: unknown): boolean {
  try {
    expect(asRecorded(ours)).toEqual(theirs);
    return true;
  } catch {
    return false;
  }
}
