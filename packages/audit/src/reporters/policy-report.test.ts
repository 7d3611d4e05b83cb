import { readManifest } from '@bulkhead/manifest';
import { describe, expect, it } from 'vitest';
import { finding, report, write } from './report.test-support.js';

const documents = (text: string): unknown[] => readManifest(text).documents.map(({ value }) => value);

describe('policyreport', () => {
  it('makes a report a namespace, and one of the cluster for the rest', () => {
    const findings = [
      finding({}),
      finding({ object: { apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'web' } }),
      finding({
        object: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', namespace: '', name: 'all' },
      }),
      finding({ object: { apiVersion: 'v1', kind: 'Pod', namespace: 'Not A Namespace', name: 'web' } }),
    ];
    const made = documents(write('policyreport', { ...report, findings }));
    expect(made).toMatchObject([
      { kind: 'ClusterPolicyReport', metadata: { name: 'bulkhead' }, summary: { error: 1, fail: 2, skip: 0 } },
      { kind: 'PolicyReport', metadata: { name: 'bulkhead', namespace: 'shop' }, summary: { fail: 1 } },
      { kind: 'PolicyReport', metadata: { name: 'bulkhead', namespace: 'default' }, summary: { fail: 1 } },
    ]);
  });

  it('writes what the CRD accepts', () => {
    const [, shop] = documents(write('policyreport'));
    expect(shop).toEqual({
      apiVersion: 'wgpolicyk8s.io/v1alpha2',
      kind: 'PolicyReport',
      metadata: { name: 'bulkhead', namespace: 'shop', labels: { 'app.kubernetes.io/managed-by': 'bulkhead' } },
      summary: { error: 0, fail: 1, skip: 1 },
      results: [
        {
          ...{ source: 'bulkhead', policy: 'pod-security', rule: 'pod-security/privileged', category: 'container' },
          ...{ severity: 'high', result: 'fail', scored: true },
          message: 'privileged: container "app" must not set securityContext.privileged=true',
          resources: [{ apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' }],
          properties: {
            ...{ severity: 'critical', gains: 'node', fingerprint: '0123456789abcdef' },
            fieldPath: 'spec.containers[0].securityContext.privileged',
            place: 'a b/web.yaml:9:23',
            fix: 'remove it',
          },
        },
        expect.objectContaining({ result: 'skip', properties: expect.objectContaining({ ignored: 'node agent' }) }),
      ],
    });
  });

  it('splits what does not fit into one object', () => {
    const findings = Array.from({ length: 2500 }, () => finding({}));
    const made = documents(write('policyreport', { ...report, errors: [], findings }));
    expect(made).toMatchObject([
      { metadata: { name: 'bulkhead' }, summary: { fail: 1000 } },
      { metadata: { name: 'bulkhead-2' }, summary: { fail: 1000 } },
      { metadata: { name: 'bulkhead-3' }, summary: { fail: 500 } },
    ]);
  });

  it('says that an audit was made where nothing was found', () => {
    expect(documents(write('policyreport', { ...report, errors: [], findings: [] }))).toMatchObject([
      { kind: 'ClusterPolicyReport', summary: { error: 0, fail: 0, skip: 0 }, results: [] },
    ]);
  });

  it('keeps hostile texts one scalar', () => {
    const message = 'a\n  kind: Evil\u2028\u0085"\': #';
    const [made] = documents(write('policyreport', { ...report, errors: [], findings: [finding({ message })] }));
    expect(made).toMatchObject({ results: [{ message: 'a\\x0a  kind: Evil\\u2028\\x85"\': #' }] });
  });
});
