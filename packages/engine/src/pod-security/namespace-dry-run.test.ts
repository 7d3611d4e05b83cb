import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { PodSecurityEvaluator } from './evaluator.js';
import { NO_EXEMPTIONS, type PodSecurityExemptions } from './exemptions.js';
import { evaluatePodsInNamespace, MAX_PODS_TO_CHECK } from './namespace-dry-run.js';

const evaluator = new PodSecurityEvaluator({ minor: 35, enabled: () => false });
const HEADLINE = 'existing pods in namespace "gw" violate the new PodSecurity enforce level "restricted:latest"';
const BARE = 'allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile';

const bare = (name: string, controller?: string): Pod => ({
  metadata: { name, ...(controller === undefined ? {} : { ownerReferences: [{ uid: controller, controller: true }] }) },
  spec: { containers: [{ name: 'a' }] },
});
const good = (name: string): Pod => ({ metadata: { name }, spec: {} });
const number = (index: number) => String(index).padStart(5, '0');

interface Options {
  readonly exemptions?: PodSecurityExemptions;
  readonly isDeadlineExceeded?: () => boolean;
}

const warnings = (pods: readonly Pod[] | undefined, { exemptions = NO_EXEMPTIONS, ...deadline }: Options = {}) =>
  evaluatePodsInNamespace(
    evaluator,
    'gw',
    { level: 'restricted', version: 'latest' },
    { listPods: () => pods, ...deadline },
    exemptions,
  );

describe('evaluatePodsInNamespace', () => {
  it('has nothing to say of good pods', () => {
    expect(warnings([])).toEqual([]);
    expect(warnings([good('a')])).toEqual([]);
  });

  it('says that pods could not be listed', () => {
    expect(warnings(undefined)).toEqual(['failed to list pods while checking new PodSecurity enforce level']);
  });

  it('counts pods that break the policy alike, and names the first of them', () => {
    const privileged: Pod = {
      metadata: { name: 'priv' },
      spec: { hostNetwork: true, containers: [{ name: 'a', securityContext: { privileged: true } }] },
    };
    expect(warnings([bare('z-b'), privileged, bare('y-1'), good('a'), bare('z-a')])).toEqual([
      HEADLINE,
      `priv: host namespaces, privileged, ${BARE}`,
      `y-1 (and 2 other pods): ${BARE}`,
    ]);
  });

  it.each([
    [1, `p-00000: ${BARE}`],
    [2, `p-00000 (and 1 other pod): ${BARE}`],
    [3, `p-00000 (and 2 other pods): ${BARE}`],
  ])('has words for %i', (count, expected) => {
    expect(warnings(Array.from({ length: count }, (_, index) => bare(`p-${number(index)}`)))).toEqual([
      HEADLINE,
      expected,
    ]);
  });

  it('stops at the limit, and leaves replicas for last', () => {
    const replicas = Array.from({ length: MAX_PODS_TO_CHECK }, (_, index) => bare(`a-${number(index)}`, 'u1'));
    const others = [good('z-1'), bare('z-2'), bare('z-3', 'u2')];
    // One pod of each controller and every pod without one come first: a-0, z-1, z-2, z-3.
    expect(warnings([...replicas, ...others])).toEqual([
      'new PodSecurity enforce level only checked against the first 3000 of 3003 existing pods',
      HEADLINE,
      `a-00000 (and 2998 other pods): ${BARE}`,
    ]);
  });

  it('counts only owners that control', () => {
    const owned = (name: string): Pod => ({
      ...bare(name),
      metadata: { name, ownerReferences: [{ uid: 'u', controller: false }] },
    });
    const replicas = Array.from({ length: MAX_PODS_TO_CHECK - 1 }, (_, index) => bare(`a-${number(index)}`, 'u'));
    expect(warnings([...replicas, owned('z-1'), owned('z-2')])).toContain(`a-00000 (and 2999 other pods): ${BARE}`);
  });

  it('stops at the deadline', () => {
    let asked = 0;
    const isDeadlineExceeded = () => ++asked === 2;
    expect(warnings([bare('a'), bare('b'), bare('c')], { isDeadlineExceeded })).toEqual([
      'new PodSecurity enforce level only checked against the first 2 of 3 existing pods',
      HEADLINE,
      `a (and 1 other pod): ${BARE}`,
    ]);
  });

  it('is complete when the deadline passes with the last pod', () => {
    expect(warnings([bare('a')], { isDeadlineExceeded: () => true })).toEqual([HEADLINE, `a: ${BARE}`]);
  });

  it('leaves out exempt runtime classes', () => {
    const sandboxed: Pod = {
      metadata: { name: 'a' },
      spec: { runtimeClassName: 'gvisor', containers: [{ name: 'a' }] },
    };
    const exemptions = { ...NO_EXEMPTIONS, runtimeClasses: ['gvisor'] };
    expect(warnings([sandboxed], { exemptions })).toEqual([]);
    expect(warnings([sandboxed])).toEqual([HEADLINE, `a: ${BARE}`]);
  });

  it('sorts by the whole line', () => {
    const host = (name: string): Pod => ({ ...bare(name), spec: { ...bare(name).spec, hostPID: true } });
    expect(warnings([host('a'), bare('a0'), bare('b')])).toEqual([
      HEADLINE,
      `a0 (and 1 other pod): ${BARE}`,
      `a: host namespaces, ${BARE}`,
    ]);
  });
});
