import { DEFAULT_CONFIGURATION } from '@bulkhead/engine/pod-security';
import { defaultProfile } from '@bulkhead/features';
import { expandLists, readManifest } from '@bulkhead/manifest';
import { describe, expect, it } from 'vitest';
import { AuditObject } from '../audit-object.js';
import { Cluster } from '../cluster.js';
import { pod } from '../rules/rule-case.js';
import { serverDecoding } from '../server-decoding.js';
import { levelLabels, namespaceLevel, namespaceLevels } from './namespace-levels.js';

const P = 'pod-security.kubernetes.io/';
const namespace = (labels = ''): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {${labels}}}\n---\n`;
const RESTRICTED = pod({});
const BASELINE = pod({ podContext: ', runAsUser: 0' });
const PRIVILEGED = pod({ spec: '\n  hostPID: true' });

function clusterOf(text: string): Cluster {
  const profile = defaultProfile(35);
  const objects = readManifest(text)
    .documents.flatMap(expandLists)
    .map((object) => new AuditObject('a.yaml', object, profile, serverDecoding(profile)));
  return new Cluster(profile, DEFAULT_CONFIGURATION, objects);
}

describe('the level of a namespace', () => {
  it.each([
    [RESTRICTED, 'restricted'],
    [BASELINE, 'baseline'],
    [`${RESTRICTED}---\n${PRIVILEGED}`, 'privileged'],
  ])('is the strictest that all of its pods pass', (pods, level) => {
    const cluster = clusterOf(pods);
    expect(namespaceLevels(cluster).map((found) => [found.namespace, found.level])).toEqual([['shop', level]]);
    expect(namespaceLevel('shop', cluster).level).toBe(level);
  });

  it('says which workload hinders the next one', () => {
    const [found] = namespaceLevels(clusterOf(PRIVILEGED));
    expect(found?.hindrances.map(({ level, object, reason }) => [level, object.identity.name, reason])).toEqual([
      ['restricted', 'web', 'host namespaces'],
      ['baseline', 'web', 'host namespaces'],
    ]);
  });
});

describe('the labels', () => {
  const WARNED = {
    [`${P}audit`]: 'restricted',
    [`${P}audit-version`]: 'v1.35',
    [`${P}warn`]: 'restricted',
    [`${P}warn-version`]: 'v1.35',
  };
  const enforced = (level: string): object => ({ [`${P}enforce`]: level, [`${P}enforce-version`]: 'v1.35' });

  it.each([
    ['raise what is not there', RESTRICTED, { ...enforced('restricted'), ...WARNED }],
    ['raise what is laxer', namespace(`${P}enforce: baseline`) + RESTRICTED, { ...enforced('restricted'), ...WARNED }],
    ['leave what is as strict', namespace(`${P}enforce: baseline`) + BASELINE, WARNED],
    [
      'lower nothing',
      namespace(`${P}enforce: restricted, ${P}warn: restricted, ${P}audit: restricted`) + PRIVILEGED,
      {},
    ],
    ['leave what nobody can read', namespace(`${P}enforce: strict`) + RESTRICTED, WARNED],
    ['enforce nothing where only privileged passes', PRIVILEGED, WARNED],
    ['enforce nothing where no pod is known', namespace(), WARNED],
  ])('%s', (_, text, labels) => {
    const cluster = clusterOf(text);
    const [found] = namespaceLevels(cluster);
    expect(found && levelLabels(found, cluster)).toEqual(labels);
  });
});
