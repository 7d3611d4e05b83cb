import { DEFAULT_CONFIGURATION } from '@bulkhead/engine/pod-security';
import { defaultProfile } from '@bulkhead/features';
import { expandLists, readManifest } from '@bulkhead/manifest';
import { describe, expect, it } from 'vitest';
import { AuditObject } from '../audit-object.js';
import { Cluster } from '../cluster.js';
import { serverDecoding } from '../server-decoding.js';
import { withoutHiddenLines } from './hidden-lines.js';
import { finding, report } from './report.test-support.js';

const YAML = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - {name: app, image: registry.example/app:1, env: [{name: DB_PASSWORD, value: hunter2-Zq81}]}
`;

const profile = defaultProfile(35);
const objects = readManifest(YAML)
  .documents.flatMap(expandLists)
  .map((document) => new AuditObject('pod.yaml', document, profile, serverDecoding(profile)));
const cluster = new Cluster(profile, DEFAULT_CONFIGURATION, objects);
const lineOf = (file: string, line: number): string => `${file} ${line}`;

describe('lines that hold secrets', () => {
  const place = (line: number) => ({ file: 'a.yaml', line, column: 1, fieldPath: '' });

  it('are shown for no finding', () => {
    const findings = [
      finding({ ruleId: 'secret/literal-in-workload', locations: [place(3), place(5)] }),
      finding({ locations: [place(3), place(4)] }),
    ];
    const lineText = withoutHiddenLines({ ...report, findings }, lineOf, [], cluster);
    expect([3, 4, 5].map((line) => lineText('a.yaml', line))).toEqual([undefined, 'a.yaml 4', undefined]);
    expect(lineText('b.yaml', 3)).toBe('b.yaml 3');
  });

  it('are shown neither where the rules that find them were not asked', () => {
    const [object] = objects;
    const findings = object === undefined ? [] : [finding({ object: object.identity, locations: [] })];
    const lineText = withoutHiddenLines({ ...report, findings }, lineOf, objects, cluster);
    expect([5, 6].map((line) => lineText('pod.yaml', line))).toEqual(['pod.yaml 5', undefined]);
  });
});
