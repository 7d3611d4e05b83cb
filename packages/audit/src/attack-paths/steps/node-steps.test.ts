/** Steps from nodes: what a kubelet gets of the pods that run there, and for which audiences. */
import { describe, expect, it } from 'vitest';
import { factsOf, grant, pod, stepsFrom } from '../attack-paths.test-support.js';
import type { ClusterObject } from '../cluster-facts.js';
import { foothold } from '../foothold.js';

const NODE = foothold('nodeIdentity', '', 'n1');
const QUIET = pod('shop', 'web', { nodeName: 'n1', automountServiceAccountToken: false, serviceAccountName: 'quiet' });
const from = (objects: readonly ClusterObject[], version?: string, gates?: string) =>
  stepsFrom(factsOf(objects, version, gates), NODE, true);
const audiences = (rule: string, subject = 'Group/system:nodes', namespace = '') => [
  ...grant(namespace, [rule], subject),
  QUIET,
];

describe('a node', () => {
  it('AP-55: asks for tokens of every pod, as long as audiences are not restricted', () => {
    const step = ['node-credentials -> service account shop/quiet'];
    expect(from([QUIET], '1.31')).toEqual(step);
    expect(from([QUIET], '1.33')).toEqual([]);
    expect(from([QUIET], '1.33', 'ServiceAccountNodeAudienceRestriction=false')).toEqual(step);
  });

  it('AP-58: asks for tokens of further audiences where a rule names them', () => {
    const elsewhere = 'token-audience -> lateral-movement in the cluster ?';
    const here = 'token-audience -> service account shop/quiet';
    const verb = 'request-serviceaccounts-token-audience';
    expect(from(audiences(`${verb} /vault`))).toEqual([elsewhere]);
    expect(from(audiences(`${verb} /*`))).toEqual([elsewhere, here]);
    expect(from(audiences(`${verb} /*[quiet]`))).toEqual([elsewhere, here]);
    expect(from(audiences(`${verb} /*[other]`))).toEqual([elsewhere]);
    expect(from(audiences(`${verb} /*`, 'User/system:node:n1'))).toEqual([elsewhere, here]);
    expect(from(audiences(`${verb} /*`, 'Group/system:nodes', 'bank'))).toEqual([
      'token-audience -> lateral-movement in namespace bank ?',
    ]);
  });

  it('AP-58 near miss: other subjects, other groups, other versions, and the wildcard on named resources', () => {
    const verb = 'request-serviceaccounts-token-audience';
    expect(from(audiences(`${verb} /*`, 'User/system:node:n2'))).toEqual([]);
    expect(from(audiences(`${verb} /*`, 'User/ann'))).toEqual([]);
    expect(from(audiences(`${verb} apps/*`))).toEqual([]);
    expect(from(audiences('* /configmaps'))).toEqual([]);
    expect(from(audiences(`${verb} /*`), '1.32', 'ServiceAccountNodeAudienceRestriction=true')).toEqual([]);
  });
});
