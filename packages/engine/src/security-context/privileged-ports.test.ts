/** Ports that a container may be unable to listen on. */
import { describe, expect, it } from 'vitest';
import { privilegedPorts } from './privileged-ports.js';

const RESTRICTED = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const ports = (securityContext: object, spec: object = {}, port = 80) =>
  privilegedPorts({
    spec: { containers: [{ name: 'app', ports: [{ containerPort: port }], securityContext }], ...spec },
  }).map((found) => `${found.fieldPath} ${found.port} ${found.uid} ${found.dependsOnRuntime}`);

const sysctl = (value: string) => ({
  securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value }] },
});

describe('privilegedPorts', () => {
  it.each([
    [
      'a user without capabilities',
      { ...RESTRICTED, runAsUser: 101 },
      {},
      ['spec.containers[0].ports[0].containerPort 80 101 true'],
    ],
    [
      'somebody who is not root',
      { ...RESTRICTED, runAsNonRoot: true },
      {},
      ['spec.containers[0].ports[0].containerPort 80 null true'],
    ],
    [
      'the network of the machine',
      { ...RESTRICTED, runAsUser: 101 },
      { hostNetwork: true },
      ['spec.containers[0].ports[0].containerPort 80 101 false'],
    ],
    [
      'a capability that no file can bring',
      { allowPrivilegeEscalation: false, runAsUser: 101 },
      {},
      ['spec.containers[0].ports[0].containerPort 80 101 true'],
    ],
    [
      'a start that is still above',
      { ...RESTRICTED, runAsUser: 101 },
      sysctl('81'),
      ['spec.containers[0].ports[0].containerPort 80 101 true'],
    ],
    ['a start of 0', { ...RESTRICTED, runAsUser: 101 }, sysctl('0'), []],
    ['a capability that a file can bring', { runAsUser: 101 }, {}, []],
    ['root', { ...RESTRICTED, runAsUser: 0 }, {}, []],
    ['a user of the image', RESTRICTED, {}, []],
    ['a privileged container', { privileged: true, runAsUser: 101 }, {}, []],
    ['Windows', { ...RESTRICTED, runAsUser: 101 }, { os: { name: 'windows' } }, []],
  ])('%s', (_, context, spec, expected) => {
    expect(ports(context, spec)).toEqual(expected);
  });

  it('nothing of ports from 1024 on', () => {
    expect(ports({ ...RESTRICTED, runAsUser: 101 }, {}, 1024)).toEqual([]);
  });
});
