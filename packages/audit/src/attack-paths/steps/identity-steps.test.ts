/** Steps by rights: of each the allowed one and the near miss that must not be a step. */
import { describe, expect, it } from 'vitest';
import { factsOf, grant, namespaced, object, pod, stepsFrom } from '../attack-paths.test-support.js';
import type { ClusterObject } from '../cluster-facts.js';

const RBAC = 'rbac.authorization.k8s.io';
const steps = (objects: readonly ClusterObject[], version?: string, gates?: string) =>
  stepsFrom(factsOf(objects, version, gates));
const everywhere = (...rules: string[]) => steps(grant('', rules));
const inShop = (...rules: string[]) => steps(grant('shop', rules));

describe('roles and bindings', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['everything', ['* */*'], ['all-rights -> cluster-admin']],
    ['escalate and update', [`escalate,update ${RBAC}/clusterroles`], ['escalate-role -> cluster-admin']],
    ['escalate by the wildcard verb', [`* ${RBAC}/clusterroles`], ['escalate-role -> cluster-admin']],
    [
      'bind and create',
      [`bind ${RBAC}/clusterroles`, `create ${RBAC}/clusterrolebindings`],
      ['bind-role -> cluster-admin'],
    ],
    [
      'bind of one role',
      [`bind ${RBAC}/clusterroles[cluster-admin]`, `create ${RBAC}/clusterrolebindings`],
      ['bind-role -> ClusterRole cluster-admin in every namespace'],
    ],
    [
      'bind and update of a binding that is there',
      [`bind ${RBAC}/clusterroles`, `update ${RBAC}/clusterrolebindings[cluster-admin]`],
      ['bind-role -> ClusterRole cluster-admin in every namespace'],
    ],
  ])('%s', (_, rules, expected) => {
    expect(everywhere(...rules)).toEqual(expect.arrayContaining([...expected]));
  });

  it.each<[string, readonly string[]]>([
    ['everything of one group only', ['* apps/*']],
    ['escalate without the write', [`escalate ${RBAC}/clusterroles`]],
    ['the write without escalate', [`update,patch,create ${RBAC}/clusterroles`]],
    ['escalate on a role that one is not bound to', [`escalate,update ${RBAC}/clusterroles[view]`]],
    ['bind without writing bindings', [`bind ${RBAC}/clusterroles`]],
    ['writing bindings without bind', [`create,update ${RBAC}/clusterrolebindings`]],
    ['a create that is limited to names', [`bind ${RBAC}/clusterroles`, `create ${RBAC}/clusterrolebindings[x]`]],
  ])('near miss: %s', (_, rules) => {
    expect(everywhere(...rules).filter((step) => /all-rights|-role /.test(step))).toEqual([]);
  });

  it('escalate on the named role that one is bound to is enough', () => {
    expect(everywhere(`escalate,patch ${RBAC}/clusterroles[own]`)).toEqual(['escalate-role -> cluster-admin']);
  });

  it('aggregates a new role into one that is bound', () => {
    const view = object(`${RBAC}/v1`, 'ClusterRoleBinding', '', 'ann-view', {
      subjects: [{ kind: 'User', apiGroup: RBAC, name: 'ann' }],
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'view' },
    });
    const rights = grant('', [`escalate,create ${RBAC}/clusterroles`]);
    expect(steps([...rights, view])).toContain('aggregate-role -> cluster-admin');
    expect(steps(rights)).toEqual([]);
  });

  it('counts in a namespace for the namespace only', () => {
    expect(inShop('* */*')).toContain('all-rights -> all of namespace shop');
    expect(inShop(`escalate,update ${RBAC}/roles`)).toEqual(['escalate-role -> all of namespace shop']);
    expect(inShop(`bind ${RBAC}/clusterroles`, `create ${RBAC}/rolebindings`)).toEqual([
      'bind-role -> all of namespace shop',
    ]);
    expect(inShop(`bind ${RBAC}/clusterroles`, `create ${RBAC}/clusterrolebindings`)).toEqual([]);
    expect(inShop(`escalate,update ${RBAC}/clusterroles`)).toEqual([]);
  });

  it('escalates a Role of the namespace by a right of the whole cluster only where one is bound', () => {
    const wide = grant('', [`escalate,update ${RBAC}/roles`], 'User/ann', 'wide');
    expect(steps(wide)).toEqual([]);
    expect(steps([...wide, ...grant('shop', ['get /pods'])])).toEqual(['escalate-role -> all of namespace shop']);
  });
});

describe('identities and secrets', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['impersonates users', ['impersonate /users'], ['impersonate -> any user']],
    ['impersonates one user', ['impersonate /users[bob]'], ['impersonate -> user bob']],
    ['groups with a user', ['impersonate /users[x]', 'impersonate /groups'], ['impersonate -> cluster-admin']],
    ['a group with a user', ['impersonate /users[x]', 'impersonate /groups[g]'], ['impersonate -> group g']],
    ['reads secrets', ['watch /secrets'], ['read-secrets -> secrets of every namespace']],
    ['reads one secret', ['get /secrets[a]'], ['read-secrets -> secrets of every namespace']],
    ['requests tokens', ['create /serviceaccounts/token'], ['request-token -> service accounts of every namespace']],
    [
      'requests tokens by the wildcard of the subresource',
      ['create /*/token'],
      ['request-token -> service accounts of every namespace'],
    ],
    ['makes a token Secret', ['create,get /secrets'], ['token-secret -> service accounts of every namespace']],
  ])('%s', (_, rules, expected) => {
    expect(everywhere(...rules)).toEqual(expect.arrayContaining([...expected]));
  });

  it.each<[string, readonly string[]]>([
    ['groups alone', ['impersonate /groups']],
    ['a service account under the name of a user', ['impersonate /users[system:serviceaccount:a:b]']],
    ['creating service accounts is no token', ['create /serviceaccounts']],
    ['reading service accounts is no token', ['get,list /serviceaccounts/token']],
    ['creating secrets without reading them', ['create /secrets']],
    ['writing secrets without reading them', ['update,patch,delete /secrets']],
    ['secrets of another group', ['get example.com/secrets']],
  ])('near miss: %s', (_, rules) => {
    expect(everywhere(...rules)).toEqual([]);
  });

  it('impersonates service accounts of its namespace, but no users there', () => {
    expect(inShop('impersonate /serviceaccounts')).toEqual(['impersonate -> service accounts of namespace shop']);
    expect(inShop('impersonate /serviceaccounts[web]')).toEqual(['impersonate -> service account shop/web']);
    expect(inShop('impersonate /users')).toEqual([]);
  });

  it('takes over a service account that bindings name and nobody made', () => {
    const dangling = grant('', ['get /secrets'], 'ServiceAccount/shop/gone', 'gone');
    const present = object('v1', 'ServiceAccount', 'shop', 'web');
    const rights = grant('shop', ['create /serviceaccounts', 'create /serviceaccounts/token']);
    const step = 'create-service-account -> service account shop/gone ?';
    expect(steps([...dangling, ...rights, present])).toContain(step);
    const made = object('v1', 'ServiceAccount', 'shop', 'gone');
    expect(steps([...dangling, ...rights, present, made])).not.toContain(step);
    expect(steps([...dangling, ...grant('shop', ['create /serviceaccounts']), present])).toEqual([]);
  });
});

describe('pods', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['creates pods', ['create /pods'], ['create-pods -> own pods in namespace shop']],
    ['writes a Deployment', ['patch apps/deployments'], ['write-controllers -> own pods in namespace shop']],
    ['writes a CronJob', ['create batch/cronjobs'], ['write-controllers -> own pods in namespace shop']],
    ['changes pods', ['patch /pods'], ['edit-pods -> the pods of namespace shop']],
    ['adds containers', ['update /pods/ephemeralcontainers'], ['ephemeral-container -> the pods of namespace shop']],
    ['enters pods', ['create /pods/exec'], ['exec -> the pods of namespace shop']],
    ['attaches to pods', ['create /pods/attach'], ['attach -> the pods of namespace shop']],
  ])('%s', (_, rules, expected) => {
    expect(inShop(...rules)).toEqual(expected);
  });

  it.each<[string, readonly string[]]>([
    ['creating pods by name', ['create /pods[web]']],
    ['Deployments of another group', ['create extensions/deployments']],
    ['reading and deleting pods', ['get,list,watch,delete,deletecollection /pods']],
    ['the literal pods/*', ['create /pods/*']],
    ['get on exec, from 1.35 on', ['get /pods/exec']],
    ['port-forward and proxy lead to no identity', ['create /pods/portforward', 'get /pods/proxy']],
    ['nodes/proxy in a namespace', ['get /nodes/proxy']],
  ])('near miss: %s', (_, rules) => {
    expect(inShop(...rules)).toEqual([]);
  });

  it('enters pods by get up to 1.34, and later with the gate off', () => {
    const rights = grant('shop', ['get /pods/exec']);
    const step = ['exec -> the pods of namespace shop'];
    expect(steps(rights, '1.34')).toEqual(step);
    expect(steps(rights, '1.36')).toEqual([]);
    expect(steps(rights, '1.36', 'AuthorizePodWebsocketUpgradeCreatePermission=false')).toEqual(step);
  });

  it('enters the named pod only', () => {
    const pods = [pod('shop', 'web'), pod('shop', 'db'), pod('bank', 'web')];
    expect(steps([...grant('shop', ['create /pods/exec[web]']), ...pods])).toEqual(['exec -> Pod shop/web']);
  });

  it('changes the named controller, assumed when it is not in the input', () => {
    const rights = grant('shop', ['update apps/deployments[web]']);
    const web = object('apps/v1', 'Deployment', 'shop', 'web', { spec: { template: { spec: { containers: [] } } } });
    expect(steps([...rights, web])).toEqual(['write-controllers -> own pods in namespace shop']);
    expect(steps(rights)).toEqual(['write-controllers -> own pods in namespace shop ?']);
  });

  it('relaxes Pod Security where it is in the way', () => {
    const label = (level: string) => namespaced('shop', { 'pod-security.kubernetes.io/enforce': level });
    const rights = grant('shop', ['create /pods', 'patch /namespaces/status']);
    const step = 'relax-pod-security -> root on every node';
    expect(steps([...rights, label('restricted')])).toContain(step);
    expect(steps([...rights, label('privileged')])).not.toContain(step);
    expect(steps([...grant('shop', ['create /pods', 'patch /namespaces[bank]']), label('baseline')])).not.toContain(
      step,
    );
    expect(steps([...grant('shop', ['patch /namespaces']), label('baseline')])).not.toContain(step);
  });

  it('makes a namespace that is privileged where no other is', () => {
    const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    const closed = [namespaced('kube-system', restricted), namespaced('shop', restricted)];
    const step = 'privileged-namespace -> root on every node';
    expect(steps([...grant('', ['create /namespaces', 'create /pods']), ...closed])).toContain(step);
    expect(steps([...grant('', ['create /namespaces']), ...grant('shop', ['create /pods']), ...closed])).not.toContain(
      step,
    );
    expect(steps([...grant('', ['update /namespaces[x]', 'create /pods']), ...closed])).not.toContain(step);
  });

  it('mounts a PersistentVolume of its own', () => {
    const step = 'persistent-volume -> root on every node';
    const all = ['create /persistentvolumes', 'create /persistentvolumeclaims', 'create /pods'];
    expect(everywhere(...all)).toContain(step);
    for (const left of all) expect(everywhere(...all.filter((right) => right !== left))).not.toContain(step);
  });

  it('talks to kubelets', () => {
    expect(everywhere('get /nodes/proxy')).toEqual([
      'nodes-proxy -> cluster-admin ?',
      'nodes-proxy -> the pods of every namespace',
    ]);
    expect(everywhere('get /nodes', 'get /nodes/stats', 'update /nodes/proxy')).toEqual([]);
    const master = object('v1', 'Node', '', 'm1');
    const worker = object('v1', 'Node', '', 'w1');
    Object.assign(master.object.metadata, { labels: { 'node-role.kubernetes.io/control-plane': '' } });
    const rights = grant('', ['get /nodes/proxy[https:m1:10250,w1]']);
    expect(steps([...rights, master, worker])).toEqual([
      'nodes-proxy -> cluster-admin',
      'nodes-proxy -> the pods of node m1',
      'nodes-proxy -> the pods of node w1',
    ]);
    expect(steps([...grant('', ['get /nodes/proxy']), worker])).toEqual(['nodes-proxy -> the pods of every namespace']);
  });
});

describe('the control plane', () => {
  const CERTIFICATES = 'certificates.k8s.io';
  const approval = [
    `create ${CERTIFICATES}/certificatesigningrequests`,
    `update ${CERTIFICATES}/certificatesigningrequests/approval`,
  ];

  it.each<[string, readonly string[], readonly string[]]>([
    [
      'signs client certificates',
      [...approval, `approve ${CERTIFICATES}/signers[kubernetes.io/kube-apiserver-client]`],
      ['sign-client-certificate -> cluster-admin ?'],
    ],
    [
      'signs by the wildcard of the domain',
      [...approval, `approve ${CERTIFICATES}/signers[kubernetes.io/*]`],
      ['sign-client-certificate -> cluster-admin ?', 'sign-kubelet-certificate -> kubelet identity of every node ?'],
    ],
    [
      'signs kubelet certificates only',
      [...approval, `approve ${CERTIFICATES}/signers[kubernetes.io/kube-apiserver-client-kubelet]`],
      ['sign-kubelet-certificate -> kubelet identity of every node ?'],
    ],
    [
      'has node certificates approved by the controller',
      [
        `create ${CERTIFICATES}/certificatesigningrequests`,
        `create ${CERTIFICATES}/certificatesigningrequests/nodeclient`,
      ],
      ['sign-kubelet-certificate -> kubelet identity of every node ?'],
    ],
    [
      'writes mutating webhooks',
      ['update admissionregistration.k8s.io/mutatingwebhookconfigurations'],
      ['mutating-webhook -> cluster-admin ?'],
    ],
    [
      'sees new Secrets by a validating webhook',
      ['patch admissionregistration.k8s.io/validatingwebhookconfigurations'],
      ['validating-webhook -> secrets of every namespace ?'],
    ],
  ])('%s', (_, rules, expected) => {
    expect(everywhere(...rules)).toEqual(expected);
  });

  it.each<[string, readonly string[]]>([
    ['approval without the signer', approval],
    ['another signer', [...approval, `approve ${CERTIFICATES}/signers[example.com/x]`]],
    ['the signer without approval', [approval[0] ?? '', `approve ${CERTIFICATES}/signers`]],
    ['selfnodeclient', [approval[0] ?? '', `create ${CERTIFICATES}/certificatesigningrequests/selfnodeclient`]],
    ['deleting validating webhooks', ['delete admissionregistration.k8s.io/validatingwebhookconfigurations']],
    ['deleting mutating webhooks', ['delete admissionregistration.k8s.io/mutatingwebhookconfigurations']],
    ['ConfigMaps without aws-auth', ['update /configmaps']],
  ])('near miss: %s', (_, rules) => {
    expect(everywhere(...rules)).toEqual([]);
  });

  it('writes mutating policies where the gate is on', () => {
    const group = 'admissionregistration.k8s.io';
    const both = [`create ${group}/mutatingadmissionpolicies`, `create ${group}/mutatingadmissionpolicybindings`];
    expect(steps(grant('', both), '1.36')).toEqual(['mutating-policy -> cluster-admin']);
    expect(steps(grant('', both), '1.35')).toEqual([]);
    expect(steps(grant('', both), '1.35', 'MutatingAdmissionPolicy=true')).toEqual([
      'mutating-policy -> cluster-admin',
    ]);
    expect(steps(grant('', both.slice(0, 1)), '1.36')).toEqual([]);
  });

  it('maps cloud identities where aws-auth is', () => {
    const map = object('v1', 'ConfigMap', 'kube-system', 'aws-auth');
    const step = ['map-cloud-identity -> cluster-admin'];
    expect(steps([...grant('kube-system', ['patch /configmaps[aws-auth]']), map])).toEqual(step);
    expect(steps([...grant('kube-system', ['patch /configmaps[coredns]']), map])).toEqual([]);
    expect(steps([...grant('shop', ['patch /configmaps']), map])).toEqual([]);
  });
});
