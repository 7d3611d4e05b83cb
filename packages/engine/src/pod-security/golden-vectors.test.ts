/**
 * What an API server 1.35.4 said of these pods at `latest`: the text after `violates PodSecurity "<level>:latest": `.
 */
import type { Container, PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { evaluatePod } from './evaluator.js';

const PROFILE = { minor: 35, enabled: () => false };
const ALLOWED = '';

/** A container that may run at restricted. */
const good = (name: string, more: Container = {}): Container => ({
  name,
  ...more,
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    ...more.securityContext,
  },
});

const must = (...containers: string[]) => {
  const names = `container${containers.length === 1 ? '' : 's'} ${containers.map((name) => `"${name}"`).join(', ')}`;
  return {
    escalation: `allowPrivilegeEscalation != false (${names} must set securityContext.allowPrivilegeEscalation=false)`,
    drop: `${names} must set securityContext.capabilities.drop=["ALL"]`,
    nonRoot: `runAsNonRoot != true (pod or ${names} must set securityContext.runAsNonRoot=true)`,
    seccomp: `seccompProfile (pod or ${names} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`,
  };
};
const { escalation, drop, nonRoot, seccomp } = must('a', 'b');
const withInit = must('i', 'a');
const add =
  'containers "i", "a" must not include "NET_ADMIN", "NET_RAW", "SYS_ADMIN" in securityContext.capabilities.add';
const isPrivileged = 'privileged (container "a" must not set securityContext.privileged=true)';

/** The restricted text is the baseline text where it is left out. */
const vectors: [string, PodSpec, string, string?][] = [
  [
    'two bare containers',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    ALLOWED,
    `${escalation}, unrestricted capabilities (${drop}), ${nonRoot}, ${seccomp}`,
  ],
  [
    'privileged, root, capabilities',
    {
      containers: [
        {
          name: 'a',
          securityContext: { privileged: true, runAsUser: 0, capabilities: { add: ['SYS_ADMIN', 'NET_ADMIN'] } },
        },
      ],
      initContainers: [{ name: 'i', securityContext: { capabilities: { add: ['NET_RAW'] } } }],
    },
    `non-default capabilities (${add}), ${isPrivileged}`,
    [
      isPrivileged,
      withInit.escalation,
      `unrestricted capabilities (${withInit.drop}; ${add})`,
      withInit.nonRoot,
      'runAsUser=0 (container "a" must not set runAsUser=0)',
      withInit.seccomp,
    ].join(', '),
  ],
  [
    'host namespaces and ports',
    {
      hostNetwork: true,
      hostPID: true,
      containers: [
        good('a', {
          ports: [
            { containerPort: 8080, hostPort: 8080 },
            { containerPort: 90, hostPort: 90 },
          ],
        }),
      ],
    },
    'host namespaces (hostNetwork=true, hostPID=true), hostPort (container "a" uses hostPorts 8080, 90)',
  ],
  [
    'volumes',
    {
      volumes: [
        { name: 'h', hostPath: { path: '/' } },
        { name: 'n', nfs: {} },
      ],
      containers: [good('a')],
    },
    'hostPath volumes (volume "h")',
    'restricted volume types (volumes "h", "n" use restricted volume types "hostPath", "nfs")',
  ],
  [
    'an image volume',
    { volumes: [{ name: 'i', image: { reference: 'r' } }], containers: [good('a')] },
    ALLOWED,
    ALLOWED,
  ],
  [
    'probe hosts',
    {
      containers: [
        good('a', {
          livenessProbe: { httpGet: { host: '127.0.0.1', port: 80 } },
          readinessProbe: { tcpSocket: { host: 'h2', port: 80 } },
        }),
      ],
    },
    'probe or lifecycle host (container "a" uses probe or lifecycle hosts "127.0.0.1", "h2")',
  ],
  [
    'SELinux',
    {
      securityContext: { seLinuxOptions: { type: 'foo_t', user: 'u' } },
      containers: [good('a', { securityContext: { seLinuxOptions: { type: 'bar_t', role: 'r' } } })],
    },
    'seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: types "bar_t", "foo_t"; user may not be set; role may not be set)',
  ],
  [
    'seccomp',
    {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Unconfined' } },
      containers: [
        { name: 'a', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
        good('b', { securityContext: { seccompProfile: { type: 'Unconfined' } } }),
      ],
    },
    'seccompProfile (pod and container "b" must not set securityContext.seccompProfile.type to "Unconfined")',
  ],
  [
    'AppArmor',
    { securityContext: { appArmorProfile: { type: 'Unconfined' } }, containers: [good('a')] },
    'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")',
  ],
  [
    'sysctls',
    {
      securityContext: {
        sysctls: [
          { name: 'kernel.msgmax', value: '1' },
          { name: 'net.core.somaxconn', value: '1' },
        ],
      },
      containers: [good('a')],
    },
    'forbidden sysctls (kernel.msgmax, net.core.somaxconn)',
  ],
  [
    'procMount in a user namespace',
    { hostUsers: false, containers: [good('a', { securityContext: { procMount: 'Unmasked' } })] },
    ALLOWED,
    'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
  ],
  [
    'root in a user namespace',
    {
      hostUsers: false,
      securityContext: { runAsUser: 0 },
      containers: [
        {
          name: 'a',
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      ],
    },
    ALLOWED,
    ALLOWED,
  ],
  [
    'runAsNonRoot false',
    {
      securityContext: { runAsNonRoot: false, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        { name: 'a', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
        good('b', { securityContext: { runAsNonRoot: false } }),
      ],
    },
    ALLOWED,
    'runAsNonRoot != true (pod and container "b" must not set securityContext.runAsNonRoot=false)',
  ],
  [
    'capabilities at restricted',
    {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        good('a', { securityContext: { capabilities: { drop: ['NET_RAW'], add: ['CHOWN', 'NET_BIND_SERVICE'] } } }),
        { name: 'b', securityContext: { allowPrivilegeEscalation: false } },
      ],
    },
    ALLOWED,
    'unrestricted capabilities (containers "a", "b" must set securityContext.capabilities.drop=["ALL"]; container "a" must not include "CHOWN" in securityContext.capabilities.add)',
  ],
  [
    'a Windows host process',
    {
      os: { name: 'windows' },
      hostNetwork: true,
      securityContext: { runAsNonRoot: true, windowsOptions: { hostProcess: true } },
      containers: [{ name: 'a' }],
    },
    'host namespaces (hostNetwork=true), hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)',
  ],
];

describe('golden vectors', () => {
  it.each(vectors)('%s', (_, spec, baseline, restricted = baseline) => {
    const detail = (level: 'baseline' | 'restricted') =>
      evaluatePod({ level, version: 'latest' }, { spec }, PROFILE).forbiddenDetail;
    expect(detail('baseline')).toBe(baseline);
    expect(detail('restricted')).toBe(restricted);
  });
});
