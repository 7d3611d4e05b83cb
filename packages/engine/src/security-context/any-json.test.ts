/** Whatever JSON is handed in as a Pod, a Node or a context's input, every question has an answer. */
import { formatFieldError } from '@bulkhead/apimachinery';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { type ClusterProfile, defaultProfile } from '@bulkhead/features';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userNamespaceReadiness } from '../user-namespaces/readiness.js';
import { hardeningChecklist } from './checklist.js';
import { effectiveContexts } from './effective-context.js';
import { effectiveMounts } from './mounts.js';
import { type NodeFacts, nodeFactsOf } from './node-facts.js';
import { startRefusals } from './start-refusals.js';

const FIELDS = `
  metadata annotations labels spec status containers initContainers ephemeralContainers securityContext capabilities
  add drop name image volumes hostPath emptyDir nfs csi volumeMounts volumeDevices mountPath path sysctls value
  hostUsers hostNetwork hostPID runAsUser runAsGroup runAsNonRoot fsGroup supplementalGroups supplementalGroupsPolicy
  os seccompProfile appArmorProfile seLinuxOptions windowsOptions type localhostProfile procMount privileged
  allowPrivilegeEscalation readOnlyRootFilesystem recursiveReadOnly targetContainerName nodeInfo runtimeHandlers
  features ports containerPort runtimeClassName __proto__ constructor`
  .trim()
  .split(/\s+/);
const TEXTS = ['ALL', 'CAP_KILL', 'Unmasked', 'Strict', 'Localhost', 'windows', 'net.ipv4.x', 'kernel/sem', '../x', ''];

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 8 },
    fc.constantFrom(null, true, false, 0, 1, -1, 65_536, 1.5, 1e21, ...TEXTS),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...FIELDS), tie('value'), { maxKeys: 6 }),
  ),
})).value;

/** Objects where the API has objects, so that the dice reach the depths. */
const podLike = fc.record({
  metadata: json,
  spec: fc.oneof(
    json,
    fc.record({
      containers: fc.array(fc.dictionary(fc.constantFrom(...FIELDS), json, { maxKeys: 8 }), { maxLength: 2 }),
      ephemeralContainers: json,
      securityContext: fc.dictionary(fc.constantFrom(...FIELDS), json, { maxKeys: 8 }),
      volumes: fc.array(fc.dictionary(fc.constantFrom(...FIELDS), json, { maxKeys: 4 }), { maxLength: 2 }),
      hostUsers: json,
      os: json,
    }),
  ),
});

const PROFILES = [27, 30, 33, 36].map((minor) => defaultProfile(minor));
const NODES: readonly (NodeFacts | undefined)[] = [
  undefined,
  { runtime: 'cri-o', appArmor: false, appArmorProfiles: [], seccompProfiles: [], supplementalGroupsPolicy: false },
  { runtimeHandlers: new Map(), declaredFeatures: [], kernelVersion: '5.4', runtimeVersion: '1.6' },
];
const IMAGES = new Map([['', { user: 'web:1', passwd: [], group: [] }]]);

function answers(pod: unknown, profile: ClusterProfile): string {
  const asked = pod as Pod;
  return JSON.stringify(
    NODES.map((node) => {
      const contexts = effectiveContexts(asked, profile, node, IMAGES);
      return [
        contexts.map((context) => [
          context,
          hardeningChecklist(context),
          effectiveMounts(asked, context, profile, node),
        ]),
        startRefusals(asked, profile, node, IMAGES),
        userNamespaceReadiness(asked, profile, node),
        userNamespaceReadiness(asked, profile).errors.map((error) => formatFieldError(error, profile.minor)),
      ];
    }),
  );
}

describe('any JSON as a Pod', () => {
  it('is answered, and the same each time', () => {
    fc.assert(
      fc.property(fc.oneof(json, podLike), fc.constantFrom(...PROFILES), (pod, profile) => {
        const copy: unknown = JSON.parse(JSON.stringify(pod));
        expect(answers(copy, profile)).toBe(answers(pod, profile));
      }),
      { numRuns: 400 },
    );
  });

  it.each([undefined, null, [], 'pod', 7, { spec: null }, { spec: { containers: [null, [], 'c', 1] } }])(
    '%j',
    (pod) => {
      for (const profile of PROFILES) expect(() => answers(pod, profile)).not.toThrow();
    },
  );

  it('a Node too', () => {
    fc.assert(
      fc.property(json, (node) => {
        expect(() => nodeFactsOf({ status: node } as Parameters<typeof nodeFactsOf>[0])).not.toThrow();
      }),
    );
    expect(nodeFactsOf(null as unknown as Parameters<typeof nodeFactsOf>[0])).toEqual({});
  });
});
