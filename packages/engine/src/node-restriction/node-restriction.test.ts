import type { Node, Pod } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { runProcedure } from '../authorization/procedure.js';
import { listedAuthorizer, person, profileFor } from '../authorization/profile.test-support.js';
import type { AdmissionRequest, NodeRestrictionLookup } from './admission-request.js';
import { admitNodeRequest } from './node-restriction.js';

const NODE = person('system:node:n1', 'system:nodes');

interface World {
  readonly minor?: number;
  readonly gates?: Record<string, boolean>;
  readonly pods?: readonly Pod[];
  readonly lookup?: Partial<NodeRestrictionLookup>;
  readonly allowed?: readonly string[];
}

/** `admitted`, or the message without the name of the object. */
function admit(request: Partial<AdmissionRequest>, world: World = {}): string {
  const { minor = 35, gates = {}, pods = [], allowed = [] } = world;
  const lookup: NodeRestrictionLookup = {
    pod: (namespace, name) => pods.find(({ metadata }) => metadata?.namespace === namespace && metadata.name === name),
    node: (name) => (name === 'n1' ? { metadata: { name, uid: 'nu1' } } : undefined),
    serviceAccount: (_, name) => (name === 'sa' ? { metadata: { name, uid: 'su', namespace: 'a' } } : undefined),
    persistentVolumeClaim: () => undefined,
    persistentVolume: () => undefined,
    csiDriver: () => undefined,
    commonNameOf: (bytes) => (typeof bytes === 'string' ? { commonName: bytes } : { error: 'no PEM' }),
    ...world.lookup,
  };
  const full: AdmissionRequest = {
    user: NODE,
    operation: 'CREATE',
    resource: { group: '', resource: 'pods' },
    subresource: '',
    namespace: 'a',
    name: 'x',
    ...request,
  };
  const result = runProcedure(admitNodeRequest(full, lookup, profileFor(minor, gates)), listedAuthorizer(allowed));
  return result.kind === 'allowed' ? 'admitted' : result.status.message.replace(/^\S+ "[^"]*" is forbidden: /, '');
}

const OWNER = { apiVersion: 'v1', kind: 'Node', name: 'n1', uid: 'nu1', controller: true };
const mirror = (spec: Partial<NonNullable<Pod['spec']>> = {}, metadata: Pod['metadata'] = {}): Pod => ({
  metadata: {
    name: 'x',
    namespace: 'a',
    annotations: { 'kubernetes.io/config.mirror': 'h' },
    ownerReferences: [OWNER],
    ...metadata,
  },
  spec: { nodeName: 'n1', containers: [{ name: 'c' }], ...spec },
});

describe('whom it concerns', () => {
  it('restricts nodes alone', () => {
    expect(admit({ user: person('ann'), object: mirror({ nodeName: 'n2' }) })).toBe('admitted');
    expect(admit({ user: person('system:node:n1'), object: {} })).toBe('admitted');
    expect(admit({ user: person('system:node:', 'system:nodes'), object: mirror() })).toBe(
      'could not determine node from user "system:node:"',
    );
    expect(admit({ resource: { group: '', resource: 'services' }, object: {} })).toBe('admitted');
    expect(admit({ operation: 'CONNECT', subresource: 'exec' })).toBe('admitted');
  });
});

describe('mirror pods', () => {
  const volume = (source: object) => ({ volumes: [{ name: 'v', ...source }] });
  it.each([
    ['as they should be', mirror(), 'admitted'],
    ['with a host path', mirror(volume({ hostPath: { path: '/' } })), 'admitted'],
    [
      'without the annotation',
      mirror({}, { annotations: {} }),
      'pod does not have "kubernetes.io/config.mirror" annotation, node "n1" can only create mirror pods',
    ],
    ['on another node', mirror({ nodeName: 'n2' }), 'node "n1" can only create pods with spec.nodeName set to itself'],
    [
      'without an owner',
      mirror({}, { ownerReferences: [] }),
      'node "n1" can only create pods with an owner reference set to itself',
    ],
    [
      'with two owners',
      mirror({}, { ownerReferences: [OWNER, OWNER] }),
      'node "n1" can only create pods with a single owner reference set to itself',
    ],
    [
      'owned by another node',
      mirror({}, { ownerReferences: [{ ...OWNER, name: 'n2' }] }),
      'node "n1" can only create pods with an owner reference set to itself',
    ],
    [
      'without a controller',
      mirror({}, { ownerReferences: [{ ...OWNER, controller: false }] }),
      'node "n1" can only create pods with a controller owner reference set to itself',
    ],
    [
      'that hold their node',
      mirror({}, { ownerReferences: [{ ...OWNER, blockOwnerDeletion: true }] }),
      'node "n1" must not set blockOwnerDeletion on an owner reference',
    ],
    [
      'of another node of this name',
      mirror({}, { ownerReferences: [{ ...OWNER, uid: 'other' }] }),
      'node n1 UID mismatch: expected other got nu1',
    ],
    [
      'with an account',
      mirror({ serviceAccountName: 'sa' }),
      'node "n1" can not create pods that reference serviceaccounts',
    ],
    [
      'with a secret',
      mirror(volume({ secret: { secretName: 's' } })),
      'node "n1" can not create pods that reference secrets',
    ],
    [
      'with a pull secret',
      mirror({ imagePullSecrets: [{ name: 's' }] }),
      'node "n1" can not create pods that reference secrets',
    ],
    [
      'with a configmap',
      mirror(volume({ configMap: { name: 's' } })),
      'node "n1" can not create pods that reference configmaps',
    ],
    [
      'with a claim',
      mirror(volume({ persistentVolumeClaim: { claimName: 'c' } })),
      'node "n1" can not create pods that reference persistentvolumeclaims',
    ],
    [
      'with a CSI volume',
      mirror(volume({ csi: { driver: 'd' } })),
      'node "n1" can not create pods that reference csidrivers (via CSI volumes)',
    ],
    [
      'with a token',
      mirror(volume({ projected: { sources: [{ serviceAccountToken: { path: 't' } }] } })),
      'node "n1" can not create pods that reference serviceaccounts (via projected volumes)',
    ],
    [
      'with a claim on devices',
      mirror({ resourceClaims: [{ name: 'r', resourceClaimName: 'c' }] }),
      'node "n1" can not create pods that reference resourceclaims',
    ],
  ])('%s', (_, object, expected) => {
    expect(admit({ object })).toBe(expected);
  });

  it.each([
    [31, 'admitted'],
    [32, 'node "n1" can not create pods that reference resourceclaims'],
  ])('with a claim on devices in 1.%i: %s', (minor, expected) => {
    expect(admit({ object: mirror({ resourceClaims: [{ name: 'r', resourceClaimName: 'c' }] }) }, { minor })).toBe(
      expected,
    );
  });
});

describe('pods', () => {
  const mine = mirror();
  const other = mirror({ nodeName: 'n2' }, { name: 'other' });
  it.each([
    [{ operation: 'DELETE' }, 'admitted'],
    [{ operation: 'DELETE', name: 'other' }, 'node "n1" can only delete pods with spec.nodeName set to itself'],
    [{ operation: 'DELETE', name: 'gone' }, 'pod "gone" not found'],
    [
      { operation: 'UPDATE', object: mine },
      'unexpected operation "UPDATE", node "n1" can only create and delete mirror pods',
    ],
    [{ subresource: 'binding' }, `unexpected pod subresource "binding", only 'status' and 'eviction' are allowed`],
    [{ subresource: 'eviction', object: { metadata: { name: 'x' } } }, 'admitted'],
    [
      { subresource: 'eviction', name: 'other', object: { metadata: { name: 'other' } } },
      'node n1 can only evict pods with spec.nodeName set to itself',
    ],
    [{ subresource: 'eviction', operation: 'UPDATE' }, 'unexpected operation UPDATE'],
    [{ subresource: 'status', operation: 'UPDATE', object: mine, oldObject: mine }, 'admitted'],
    [
      { subresource: 'status', operation: 'UPDATE', object: other, oldObject: other },
      'node "n1" can only update pod status for pods with spec.nodeName set to itself',
    ],
    [
      { subresource: 'status', operation: 'UPDATE', object: mirror({}, { labels: { a: 'b' } }), oldObject: mine },
      'node "n1" cannot update labels through pod status',
    ],
    [{ subresource: 'status', object: mine }, 'unexpected operation "CREATE"'],
    [
      {
        subresource: 'status',
        operation: 'UPDATE',
        object: { ...mine, status: { resourceClaimStatuses: [{ name: 'r', resourceClaimName: 'c' }] } },
        oldObject: mine,
      },
      'node "n1" cannot update resource claim statues',
    ],
  ] as [Partial<AdmissionRequest>, string][])('%#', (request, expected) => {
    expect(admit(request, { pods: [mine, other] })).toBe(expected);
  });
});

describe('nodes', () => {
  const nodes = { resource: { group: '', resource: 'nodes' }, namespace: '', name: 'n1' };
  const node = (labels: Record<string, string> = {}, rest: Partial<Node> = {}): Node => ({
    ...rest,
    metadata: { name: 'n1', labels, ...rest.metadata },
  });
  it.each([
    [{ object: node() }, 'admitted'],
    [{ name: 'n2', object: node({}, { metadata: { name: 'n2' } }) }, 'node "n1" is not allowed to modify node "n2"'],
    [
      {
        object: node({
          'kubernetes.io/hostname': 'h',
          'kubelet.kubernetes.io/x': '1',
          'node.kubernetes.io/y': '1',
          ok: '1',
        }),
      },
      'admitted',
    ],
    [
      {
        object: node({
          'node-role.kubernetes.io/master': '',
          'foo.k8s.io/z': '1',
          'node-restriction.kubernetes.io/x': '1',
        }),
      },
      'node "n1" is not allowed to set the following labels: foo.k8s.io/z, node-restriction.kubernetes.io/x, node-role.kubernetes.io/master',
    ],
    [
      { operation: 'UPDATE', object: node({ 'foo.k8s.io/z': '2', ok: '1' }), oldObject: node({ 'foo.k8s.io/z': '1' }) },
      'is not allowed to modify labels: foo.k8s.io/z',
    ],
    [
      { operation: 'UPDATE', object: node({ 'foo.k8s.io/z': '1' }), oldObject: node({ 'foo.k8s.io/z': '1' }) },
      'admitted',
    ],
    [
      { operation: 'UPDATE', object: node(), oldObject: node({ 'node-role.kubernetes.io/master': '' }) },
      'is not allowed to modify labels: node-role.kubernetes.io/master',
    ],
    [
      {
        operation: 'UPDATE',
        object: node({}, { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }),
        oldObject: node(),
      },
      'node "n1" is not allowed to modify taints',
    ],
    [
      { operation: 'UPDATE', object: node({}, { metadata: { ownerReferences: [OWNER] } }), oldObject: node() },
      'node "n1" is not allowed to modify ownerReferences',
    ],
    [{ operation: 'DELETE' }, 'admitted'],
    [{ operation: 'DELETE', name: 'n2' }, 'node "n1" is not allowed to modify node "n2"'],
  ] as [Partial<AdmissionRequest>, string][])('%#', (request, expected) => {
    expect(admit({ ...nodes, ...request })).toBe(expected);
  });
});

describe('tokens', () => {
  const accounts = { resource: { group: '', resource: 'serviceaccounts' }, subresource: 'token', name: 'sa' };
  const token = (ref: object | undefined, audiences?: string[]) => ({
    ...accounts,
    object: {
      spec: {
        ...(ref ? { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', ...ref } } : {}),
        ...(audiences ? { audiences } : {}),
      },
    },
  });
  const bound: Pod = {
    metadata: { name: 'p', namespace: 'a', uid: 'u' },
    spec: {
      nodeName: 'n1',
      serviceAccountName: 'sa',
      containers: [],
      volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't', audience: 'mounted' } }] } }],
    },
  };
  const elsewhere: Pod = {
    ...bound,
    metadata: { ...bound.metadata, name: 'q' },
    spec: { containers: [], nodeName: 'n2' },
  };
  const FROM_PODS =
    'audience "other" not found in pod spec volume, system:node:n1 is not authorized to request tokens for this audience';

  it.each([
    [token(undefined), 'node requested token not bound to a pod'],
    [token({ kind: 'Secret', name: 's', uid: 'u' }), 'node requested token not bound to a pod'],
    [token({ name: 'p' }), 'node requested token with a pod binding without a uid'],
    [token({ name: 'gone', uid: 'u' }), 'pod "gone" not found'],
    [
      token({ name: 'p', uid: 'old' }),
      'the UID in the bound object reference (old) does not match the UID in record. The object might have been deleted and then recreated',
    ],
    [token({ name: 'q', uid: 'u' }), 'node requested token bound to a pod scheduled on a different node'],
    [token({ name: 'p', uid: 'u' }, ['mounted']), 'admitted'],
    [token({ name: 'p', uid: 'u' }, []), FROM_PODS.replace('other', '')],
    [token({ name: 'p', uid: 'u' }, ['a', 'b']), 'node may only request 0 or 1 audiences'],
    [token({ name: 'p', uid: 'u' }, ['other']), FROM_PODS],
    [{ ...accounts, subresource: '' }, 'admitted'],
  ])('%#', (request, expected) => {
    expect(admit(request, { pods: [bound, elsewhere] })).toBe(expected);
  });

  it('for the API server need a volume with such a token too', () => {
    const usual: Pod = {
      ...bound,
      spec: {
        ...bound.spec,
        containers: [],
        volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }],
      },
    };
    expect(admit(token({ name: 'p', uid: 'u' }), { pods: [usual] })).toBe('admitted');
  });

  it('need the audience in a volume from 1.33 on, or a right', () => {
    const other = token({ name: 'p', uid: 'u' }, ['other']);
    expect(admit(other, { pods: [bound], minor: 32 })).toBe('admitted');
    expect(admit(other, { pods: [bound], minor: 33 })).toBe(FROM_PODS);
    const allowed = ['request-serviceaccounts-token-audience /other/ a/sa'];
    expect(admit(other, { pods: [bound], minor: 33, allowed })).toBe('admitted');
  });

  it('may be for the audience of a CSI driver', () => {
    const withDriver: Pod = {
      ...bound,
      spec: { ...bound.spec, containers: [], volumes: [{ name: 'v', csi: { driver: 'd' } }] },
    };
    const lookup = {
      csiDriver: (name: string) => ({ metadata: { name }, spec: { tokenRequests: [{ audience: 'vault' }] } }),
    };
    expect(admit(token({ name: 'p', uid: 'u' }, ['vault']), { pods: [withDriver], lookup })).toBe('admitted');
    expect(admit(token({ name: 'p', uid: 'u' }, ['other']), { pods: [withDriver], lookup })).toBe(FROM_PODS);
    expect(admit(token({ name: 'p', uid: 'u' }, ['vault']), { pods: [withDriver] })).toContain(
      'error validating audience "vault": csidriver.storage.k8s.io "d" not found',
    );
  });
});

describe('objects that are the node’s own', () => {
  it.each([
    [
      'coordination.k8s.io',
      'leases',
      { namespace: 'kube-node-lease', name: 'n1', object: { metadata: { name: 'n1' } } },
      'admitted',
    ],
    [
      'coordination.k8s.io',
      'leases',
      { namespace: 'kube-node-lease', name: 'n2', object: { metadata: { name: 'n2' } } },
      'can only access node lease with the same name as the requesting node',
    ],
    [
      'coordination.k8s.io',
      'leases',
      { object: { metadata: { name: 'n1' } } },
      'can only access leases in the "kube-node-lease" system namespace',
    ],
    ['storage.k8s.io', 'csinodes', { namespace: '', name: 'n1', object: { metadata: { name: 'n1' } } }, 'admitted'],
    [
      'storage.k8s.io',
      'csinodes',
      { namespace: '', name: 'n2', object: { metadata: { name: 'n2' } } },
      'can only access CSINode with the same name as the requesting node',
    ],
    ['resource.k8s.io', 'resourceslices', { namespace: '', object: { spec: { nodeName: 'n1' } } }, 'admitted'],
    [
      'resource.k8s.io',
      'resourceslices',
      { namespace: '', object: { spec: { nodeName: 'n2' } } },
      'can only create ResourceSlice with the same NodeName as the requesting node',
    ],
    [
      'certificates.k8s.io',
      'certificatesigningrequests',
      { namespace: '', object: { spec: { signerName: 'kubernetes.io/kubelet-serving', request: 'system:node:n1' } } },
      'admitted',
    ],
    [
      'certificates.k8s.io',
      'certificatesigningrequests',
      { namespace: '', object: { spec: { signerName: 'kubernetes.io/kubelet-serving', request: 'system:node:n2' } } },
      'can only create a node CSR with CN=system:node:n1',
    ],
    [
      'certificates.k8s.io',
      'certificatesigningrequests',
      { namespace: '', object: { spec: { signerName: 'kubernetes.io/kubelet-serving' } } },
      'unable to parse csr: no PEM',
    ],
  ] as [string, string, Partial<AdmissionRequest>, string][])('%s %s %#', (group, resource, request, expected) => {
    expect(admit({ resource: { group, resource }, ...request })).toBe(expected);
  });

  it('include the status of claims, in some fields', () => {
    const claim = (spec: object, status: object) => ({ metadata: { name: 'x' }, spec, status });
    const claims = { resource: { group: '', resource: 'persistentvolumeclaims' }, operation: 'UPDATE' } as const;
    const old = claim({}, { phase: 'Bound' });
    const grown = claim(
      {},
      { phase: 'Bound', capacity: { storage: '2Gi' }, conditions: [{ type: 'Resizing', status: 'True' }] },
    );
    expect(admit({ ...claims, subresource: 'status', object: grown, oldObject: old })).toBe('admitted');
    expect(
      admit({
        ...claims,
        subresource: 'status',
        object: claim({ volumeName: 'v' }, { phase: 'Bound' }),
        oldObject: old,
      }),
    ).toContain('node "n1" is not allowed to update fields other than status.quantity and status.conditions');
    expect(admit({ ...claims, object: grown, oldObject: old })).toBe('may only update PVC status');
  });
});

describe('certificates of pods', () => {
  const gates = { PodCertificateRequest: true };
  const pods: Pod[] = [
    {
      metadata: { name: 'p', namespace: 'a', uid: 'u' },
      spec: { nodeName: 'n1', serviceAccountName: 'sa', containers: [] },
    },
  ];
  const spec = {
    nodeName: 'n1',
    nodeUID: 'nu1',
    podName: 'p',
    podUID: 'u',
    serviceAccountName: 'sa',
    serviceAccountUID: 'su',
  };
  const request = (changes: object) => ({
    resource: { group: 'certificates.k8s.io', resource: 'podcertificaterequests' },
    object: { spec: { ...spec, ...changes } },
  });
  it.each([
    [{}, 'admitted'],
    [{ nodeName: 'n2' }, 'PodCertificateRequest.Spec.NodeName="n2", which is not the requesting node "n1"'],
    [
      { nodeUID: 'x' },
      'PodCertificateRequest for pod "a/p" names node UID "x", inconsistent with the running node ("nu1")',
    ],
    [{ podName: 'gone' }, 'while retrieving pod "a/gone" named in the PodCertificateRequest: pod "gone" not found'],
    [{ podUID: 'x' }, 'PodCertificateRequest for pod "a/p" contains pod UID ("x") which differs from running pod "u"'],
    [
      { serviceAccountUID: 'x' },
      'PodCertificateRequest for pod "a/p" names service account UID "x", which differs from the running service account ("su")',
    ],
  ])('%o', (changes, expected) => {
    expect(admit(request(changes), { gates, pods })).toBe(expected);
  });

  it('are not asked for without the gate', () => {
    expect(admit(request({}), { pods })).toBe('PodCertificateRequest feature gate is disabled');
    expect(admit(request({}), { pods, minor: 33 })).toBe('admitted');
  });
});

describe('values of other types', () => {
  it.each([undefined, null, 5, 'text', [], { metadata: null }, { metadata: { ownerReferences: 'x' }, spec: 7 }])(
    '%j is refused',
    (object) => {
      expect(admit({ object })).not.toBe('admitted');
    },
  );
});
