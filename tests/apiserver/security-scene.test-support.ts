/** The cluster that the recorded attacks are aimed at, and who sends them. */
import { adminCredential, Client, credentialOf } from './http-client.test-support.js';
import type { Attack } from './security-replay.test-support.js';
import type { RunningServer } from './server.test-support.js';

/** The uid of node1 when the attacks were recorded. */
const RECORDED_NODE_UID = '80c53d3d-6801-4927-9c61-f268dd3d4da9';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const SEC_A = '/api/v1/namespaces/sec-a';

const PATHS: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  Role: `${RBAC}/namespaces/sec-a/roles`,
  RoleBinding: `${RBAC}/namespaces/sec-a/rolebindings`,
  ConfigMap: `${SEC_A}/configmaps`,
};

export interface Scene {
  readonly clients: ReadonlyMap<string, Client>;
  tokenFor(id: string): string;
  /** With what is another one in this cluster. */
  asHere(attack: Attack): Promise<Attack>;
  close(): void;
}

export async function arrange(server: RunningServer, fixtures: string): Promise<Scene> {
  const admin = new Client(server, adminCredential(server));
  const create = async (path: string, body: unknown, type = 'application/json') => {
    const { status, text, body: made } = await admin.ask('POST', path, { body, headers: { 'Content-Type': type } });
    if (status !== 201) throw new Error(`${path}: ${text}`);
    return made;
  };
  for (const text of fixtures.split(/^---\n/m)) {
    const kind = /^kind: (\w+)$/m.exec(text)?.[1] ?? '';
    const namespace = /\bnamespace: ([\w-]+)/.exec(text)?.[1];
    const path = kind === 'Secret' ? `/api/v1/namespaces/${namespace}/secrets` : PATHS[kind];
    if (path !== undefined) await create(path, text, 'application/yaml');
  }
  await arrangeRest(create);
  const token = async (audiences: readonly string[]): Promise<string> =>
    (await create(`${SEC_A}/serviceaccounts/s1/token`, { spec: { audiences } })).status.token;
  const [own, vault] = [await token([]), await token(['vault'])];
  const clients = new Map(Object.entries(clientsOf(server, admin)));
  return {
    clients,
    tokenFor: (id) => (id === 'tok.aud' || id.startsWith('tv.') ? vault : own),
    async asHere(attack) {
      if (attack.id === 'nd.taints') await removeTaints(admin);
      const { body } = attack;
      if (body?.includes(RECORDED_NODE_UID) !== true) return attack;
      // The node registers itself in the course of the attacks.
      const node = await admin.ask('GET', '/api/v1/nodes/node1');
      return { ...attack, body: body.replaceAll(RECORDED_NODE_UID, node.body.metadata?.uid) };
    },
    close() {
      for (const client of clients.values()) client.close();
    },
  };
}

/** As the controller of nodes did, of a node without conditions. */
async function removeTaints(admin: Client): Promise<void> {
  const headers = { 'Content-Type': 'application/merge-patch+json' };
  const { status, text } = await admin.ask('PATCH', '/api/v1/nodes/node1', {
    body: { spec: { taints: null } },
    headers,
  });
  if (status !== 200) throw new Error(text);
}

type Create = (path: string, body: unknown) => Promise<unknown>;

/** What the recording made on its way without keeping the requests. */
async function arrangeRest(create: Create): Promise<void> {
  await create(`${RBAC}/clusterroles`, {
    metadata: { name: 'imp' },
    rules: [{ apiGroups: [''], resources: ['users'], verbs: ['impersonate'], resourceNames: ['bob'] }],
  });
  await create(`${RBAC}/clusterrolebindings`, {
    metadata: { name: 'imp' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'imp' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'alice' }],
  });
  await create(`${SEC_A}/serviceaccounts`, { metadata: { name: 's1' } });
  await create(`${SEC_A}/serviceaccounts`, {
    metadata: { name: 'lim', annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } },
    secrets: [{ name: 'mine' }],
  });
  await create(`${SEC_A}/pods`, {
    metadata: { name: 'm1' },
    spec: { serviceAccountName: 'lim', containers: [{ name: 'c', image: 'i' }] },
  });
  await create('/api/v1/namespaces', { metadata: { name: 'ord' } });
  await create('/apis/networking.k8s.io/v1/namespaces/ord/networkpolicies', {
    metadata: { name: 'np' },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  });
  const account = '/api/v1/namespaces/ord/serviceaccounts';
  await create(account, { metadata: { name: 'held' } });
  await create('/api/v1/namespaces/ord/pods', {
    metadata: { name: 'p', finalizers: ['x.io/hold'] },
    spec: { serviceAccountName: 'held', containers: [{ name: 'c', image: 'i' }] },
  });
}

function clientsOf(server: RunningServer, admin: Client): Record<string, Client> {
  const client = (commonName: string, organization: string, options = {}) =>
    new Client(server, credentialOf(server, { commonName, organizations: [organization] }, options));
  return {
    admin,
    anon: new Client(server),
    alice: client('alice', 'dev'),
    node1: client('system:node:node1', 'system:nodes'),
    self: client('admin', 'system:masters', { isForged: true }),
    srvonly: client('admin', 'system:masters', { usage: 'server' }),
    sacert: new Client(server, credentialOf(server, { commonName: 'system:serviceaccount:kube-system:x' })),
  };
}
