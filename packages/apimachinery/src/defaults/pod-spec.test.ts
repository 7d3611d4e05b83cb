import { describe, expect, it } from 'vitest';
import { applyDefaults } from './apply-defaults.js';

const profile = (minor: number, ...gates: readonly string[]) => ({
  minor,
  enabled: (gate: string) => gates.includes(gate),
});

const CONTAINER = {
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'Always',
};
const SPEC = {
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
  schedulerName: 'default-scheduler',
};
const container = { name: 'c', image: 'i' };

function podSpec(spec: object, minor = 35, ...gates: readonly string[]): object {
  return applyDefaults({ apiVersion: 'v1', kind: 'Pod', spec }, profile(minor, ...gates)).spec;
}

function templateSpec(spec: object, minor = 35): object {
  const template = { metadata: { labels: { a: 'b' } }, spec };
  return applyDefaults({ apiVersion: 'v1', kind: 'PodTemplate', template }, profile(minor)).template.spec;
}

describe('pods', () => {
  it('get the defaults of the spec and of the containers', () => {
    expect(podSpec({ containers: [container] })).toEqual({
      ...SPEC,
      enableServiceLinks: true,
      containers: [{ ...container, ...CONTAINER }],
    });
  });

  it('get them without a spec too', () => {
    expect(applyDefaults<object>({ apiVersion: 'v1', kind: 'Pod' }, profile(35))).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      spec: { ...SPEC, enableServiceLinks: true },
    });
  });

  it('keep what is set, even to false and zero', () => {
    const spec = {
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 0,
      restartPolicy: 'Never',
      dnsPolicy: 'None',
      schedulerName: 's',
      securityContext: { runAsUser: 0 },
      containers: [{ ...container, ...CONTAINER, imagePullPolicy: 'Never' }],
    };
    expect(podSpec(spec)).toBe(spec);
  });

  it('take serviceAccount for serviceAccountName', () => {
    expect(podSpec({ serviceAccount: 'a' })).toMatchObject({ serviceAccount: 'a', serviceAccountName: 'a' });
    expect(podSpec({ serviceAccount: 'a', serviceAccountName: 'b' })).toMatchObject({ serviceAccountName: 'b' });
  });

  it('have no negative grace period', () => {
    expect(podSpec({ terminationGracePeriodSeconds: -5 })).toMatchObject({ terminationGracePeriodSeconds: 1 });
  });

  it('request what they are limited to', () => {
    const limited = { ...container, resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { memory: '1Mi' } } };
    const resources = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Mi' } };
    expect(podSpec({ containers: [limited], initContainers: [limited] })).toMatchObject({
      containers: [{ resources }],
      initContainers: [{ resources }],
    });
  });

  it('on the host network have the host port of the container port', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081, protocol: 'UDP' }];
    expect(podSpec({ hostNetwork: true, containers: [{ ...container, ports }] })).toMatchObject({
      containers: [
        {
          ports: [
            { containerPort: 80, hostPort: 80, protocol: 'TCP' },
            { containerPort: 81, hostPort: 8081, protocol: 'UDP' },
          ],
        },
      ],
    });
    expect(podSpec({ containers: [{ ...container, ports: [{ containerPort: 80 }] }] })).toMatchObject({
      containers: [{ ports: [{ containerPort: 80, protocol: 'TCP' }] }],
    });
  });
});

describe('templates', () => {
  it('get the defaults of the spec alone', () => {
    const limited = { ...container, resources: { limits: { cpu: '1' } } };
    expect(templateSpec({ containers: [limited], terminationGracePeriodSeconds: -5 })).toEqual({
      ...SPEC,
      terminationGracePeriodSeconds: -5,
      containers: [{ ...limited, ...CONTAINER }],
    });
  });

  it('get host ports up to 1.27', () => {
    const spec = { hostNetwork: true, containers: [{ ...container, ports: [{ containerPort: 80 }] }] };
    expect(templateSpec(spec, 27)).toMatchObject({ containers: [{ ports: [{ hostPort: 80 }] }] });
    expect(JSON.stringify(templateSpec(spec, 28))).not.toContain('hostPort');
  });
});

describe('containers', () => {
  it('of every list get the defaults', () => {
    expect(
      podSpec({ containers: [container], initContainers: [container], ephemeralContainers: [container] }),
    ).toMatchObject({ containers: [CONTAINER], initContainers: [CONTAINER], ephemeralContainers: [CONTAINER] });
  });

  it('have probes with defaults', () => {
    const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
    const probed = {
      ...container,
      livenessProbe: { httpGet: { port: 80 } },
      readinessProbe: { grpc: { port: 1 }, periodSeconds: 5 },
      startupProbe: { tcpSocket: { port: 1 }, failureThreshold: 0 },
    };
    expect(podSpec({ containers: [probed] })).toMatchObject({
      containers: [
        {
          livenessProbe: { ...probe, httpGet: { port: 80, path: '/', scheme: 'HTTP' } },
          readinessProbe: { ...probe, periodSeconds: 5, grpc: { port: 1, service: '' } },
          startupProbe: { ...probe, tcpSocket: { port: 1 } },
        },
      ],
    });
  });

  it('have hooks and variables with defaults', () => {
    const hooked = {
      ...container,
      lifecycle: { preStop: { httpGet: { port: 80, scheme: 'HTTPS' } } },
      env: [
        { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'B', value: 'b' },
      ],
    };
    expect(podSpec({ containers: [hooked] })).toMatchObject({
      containers: [
        {
          lifecycle: { preStop: { httpGet: { port: 80, scheme: 'HTTPS', path: '/' } } },
          env: [
            { name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
            { name: 'B', value: 'b' },
          ],
        },
      ],
    });
  });
});

describe('volumes', () => {
  it.each<[object, object]>([
    [{}, { emptyDir: {} }],
    [{ emptyDir: { medium: 'Memory' } }, { emptyDir: { medium: 'Memory' } }],
    [{ hostPath: { path: '/' } }, { hostPath: { path: '/', type: '' } }],
    [{ secret: { secretName: 's' } }, { secret: { secretName: 's', defaultMode: 420 } }],
    [{ secret: { defaultMode: 0 } }, { secret: { defaultMode: 0 } }],
    [{ configMap: { name: 'm' } }, { configMap: { name: 'm', defaultMode: 420 } }],
    [
      { downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.name' } }] } },
      {
        downwardAPI: {
          defaultMode: 420,
          items: [{ path: 'p', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } }],
        },
      },
    ],
    [
      { projected: { sources: [{ serviceAccountToken: { path: 't' } }, { secret: { name: 's' } }] } },
      {
        projected: {
          defaultMode: 420,
          sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 3600 } }, { secret: { name: 's' } }],
        },
      },
    ],
    [{ iscsi: { iqn: 'i' } }, { iscsi: { iqn: 'i', iscsiInterface: 'default' } }],
    [{ rbd: { image: 'i' } }, { rbd: { image: 'i', pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' } }],
    [
      { azureDisk: { diskName: 'd' } },
      { azureDisk: { diskName: 'd', cachingMode: 'ReadWrite', kind: 'Shared', fsType: 'ext4', readOnly: false } },
    ],
    [{ scaleIO: {} }, { scaleIO: { storageMode: 'ThinProvisioned', fsType: 'xfs' } }],
    [
      { ephemeral: { volumeClaimTemplate: { spec: {} } } },
      { ephemeral: { volumeClaimTemplate: { spec: { volumeMode: 'Filesystem' } } } },
    ],
    [{ nfs: { path: '/' } }, { nfs: { path: '/' } }],
  ])('%j', (source, defaulted) => {
    expect(podSpec({ volumes: [{ name: 'v', ...source }] })).toMatchObject({ volumes: [{ name: 'v', ...defaulted }] });
  });

  it('of images get a pull policy with the gate', () => {
    const volumes = [{ name: 'v', image: { reference: 'i:1' } }];
    expect(podSpec({ volumes }, 35, 'ImageVolume')).toMatchObject({
      volumes: [{ image: { pullPolicy: 'IfNotPresent' } }],
    });
    expect(podSpec({ volumes }, 36)).toMatchObject({ volumes: [{ image: { pullPolicy: 'IfNotPresent' } }] });
    expect(JSON.stringify(podSpec({ volumes }, 35))).not.toContain('pullPolicy');
  });
});
