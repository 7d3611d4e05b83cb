import { defaultProfile } from '@bulkhead/features';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditText } from './audit-text.js';

const profile = defaultProfile(35);
const POD = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      initContainers:
      - {name: init, image: registry.example/init:1, securityContext: {privileged: true}}
      containers:
      - {name: app, image: registry.example/app:1, securityContext: {privileged: true}}
`;
const privileged = (text: string, more = {}) =>
  auditText(text, { profile, ...more }).findings.filter(({ ruleId }) => ruleId === 'pod-security/privileged');

describe('audit', () => {
  it('makes one finding of one cause on one workload, with all its places', () => {
    const [finding, ...others] = privileged(POD);
    expect(others).toEqual([]);
    expect(finding?.message).toBe('privileged: containers "init", "app" must not set securityContext.privileged=true');
    expect(finding?.locations).toEqual([
      {
        file: 'manifest.yaml',
        line: 10,
        column: 72,
        fieldPath: 'spec.template.spec.initContainers[0].securityContext.privileged',
      },
      {
        file: 'manifest.yaml',
        line: 12,
        column: 70,
        fieldPath: 'spec.template.spec.containers[0].securityContext.privileged',
      },
    ]);
  });

  it('puts the worst first', () => {
    const severities = auditText(POD, { profile }).findings.map(({ severity }) => severity);
    const order = ['critical', 'high', 'medium', 'low', 'info'];
    expect(severities).toEqual([...severities].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  });

  it('keeps fingerprints when lines and neighbours move', () => {
    const moved = `# a comment\n${POD.replace('      containers:\n', '      containers:\n      - {name: sidecar, image: registry.example/s:1}\n')}`;
    expect(privileged(moved)[0]?.fingerprint).toBe(privileged(POD)[0]?.fingerprint);
    expect(privileged(POD.replace('name: web,', 'name: api,'))[0]?.fingerprint).not.toBe(
      privileged(POD)[0]?.fingerprint,
    );
  });

  it('takes exceptions from the object and from the pod template, and says so', () => {
    const annotation = 'annotations: {ignore.bulkhead.dev/pod-security.privileged: until=2027-01-31 a vendor chart}';
    for (const text of [
      POD.replace('name: web, namespace', `${annotation}, name: web, namespace`),
      POD.replace('metadata: {labels', `metadata: {${annotation}, labels`),
    ]) {
      const [finding] = privileged(text, { today: '2027-01-31' });
      expect(finding?.ignored).toEqual({
        by: 'annotation',
        reason: 'a vendor chart',
        until: '2027-01-31',
        source: 'ignore.bulkhead.dev/pod-security.privileged',
      });
      expect(privileged(text, { today: '2027-02-01' })[0]?.ignored).toBeNull();
    }
  });

  it('takes severities of the user', () => {
    const severities = { 'pod-security/privileged': 'low' } as const;
    expect(privileged(POD, { severities })[0]?.severity).toBe('low');
    expect(privileged(POD, { severities, severity: 'medium' })).toEqual([]);
  });

  it('never throws, whatever the manifest', () => {
    const kinds = fc.constantFrom(
      ['v1', 'Pod'],
      ['apps/v1', 'Deployment'],
      ['batch/v1', 'CronJob'],
      ['v1', 'Namespace'],
      ['networking.k8s.io/v1', 'NetworkPolicy'],
      ['example.com/v1', 'Thing'],
    );
    const container = fc.record(
      { name: fc.jsonValue(), securityContext: fc.jsonValue(), ports: fc.jsonValue(), volumeMounts: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const spec = fc.record(
      {
        containers: fc.oneof(fc.jsonValue(), fc.array(container, { maxLength: 3 })),
        securityContext: fc.jsonValue(),
        volumes: fc.jsonValue(),
        hostUsers: fc.jsonValue(),
        hostNetwork: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        kinds,
        fc.jsonValue(),
        spec,
        fc.integer({ min: 27, max: 36 }),
        ([apiVersion, kind], metadata, pod, minor) => {
          const object = {
            apiVersion,
            kind,
            metadata,
            spec: { ...pod, template: { spec: pod }, jobTemplate: { spec: { template: { spec: pod } } } },
          };
          const report = auditText(JSON.stringify(object), { profile: defaultProfile(minor) });
          expect(report.errors).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });
});
