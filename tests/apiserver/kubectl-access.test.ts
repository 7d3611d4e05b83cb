/** What kubectl asks about identity, rights and the API itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasKubectl, Kubectl } from './kubectl.test-support.js';
import { type RunningServer, startServer } from './server.test-support.js';

describe.skipIf(!hasKubectl)('kubectl, identity and rights', () => {
  let server: RunningServer;
  let kubectl: Kubectl;
  beforeAll(async () => {
    server = await startServer();
    kubectl = new Kubectl(server);
  }, 60_000);
  afterAll(async () => {
    kubectl.close();
    expect(await server.stop()).toBe(0);
  });

  it('auth whoami', async () => {
    expect((await kubectl.json('auth whoami')).status.userInfo).toMatchObject({
      username: 'admin',
      groups: ['system:masters', 'system:authenticated'],
    });
    const robot = await kubectl.json('auth whoami --as=system:serviceaccount:default:robot');
    expect(robot.status.userInfo.groups).toContain('system:serviceaccounts:default');
  });

  it('auth can-i: of oneself, of others, as a list', async () => {
    expect(await kubectl.run('auth can-i create pods')).toBe('yes\n');
    await kubectl.run('create role reader --verb=get,list --resource=pods,pods/log');
    await kubectl.run('create rolebinding reader --role=reader --user=ann');
    expect(await kubectl.run('auth can-i list pods --as ann')).toBe('yes\n');
    expect(await kubectl.try(['auth', 'can-i', 'delete', 'pods', '--as', 'ann'])).toMatchObject({
      code: 1,
      stdout: 'no\n',
    });
    const list = await kubectl.run('auth can-i --list --as ann');
    expect(list).toMatch(/^pods\/log +\[\] +\[\] +\[get list\]$/m);
    const refused = await kubectl.try(['delete', 'pod', 'x', '--as', 'ann']);
    expect(refused.stderr).toBe(
      'Error from server (Forbidden): pods "x" is forbidden: User "ann" cannot delete resource "pods" in API group "" in the namespace "default"\n',
    );
  });

  it('auth reconcile: makes, extends, and says what is there', async () => {
    const role = (verbs: string) => `
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: made},
 rules: [{apiGroups: [""], resources: [pods], verbs: [${verbs}]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: made}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: made}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: bob}]
`;
    const reconcile = (verbs: string) => kubectl.run('auth reconcile -f -', { input: role(verbs) });
    expect(await reconcile('get')).toContain('clusterrole.rbac.authorization.k8s.io/made reconciled');
    await reconcile('list');
    const verbs = await kubectl.run('get clusterrole made -o jsonpath={.rules[*].verbs}');
    expect(verbs).toContain('get');
    expect(verbs).toContain('list');
    expect(await kubectl.run('auth can-i list pods -A --as bob')).toBe('yes\n');
  });

  it('nobody gives away more than they have', async () => {
    await kubectl.run('create clusterrole smith --verb=create,get --resource=roles');
    await kubectl.run('create clusterrolebinding smith --clusterrole=smith --user=eve');
    const escalation = ['create', 'role', 'root', '--verb=*', '--resource=*', '--as', 'eve'];
    expect((await kubectl.try(escalation)).stderr).toContain(
      'is attempting to grant RBAC permissions not currently held',
    );
  });

  it('create token, and the token works', async () => {
    await kubectl.run('create serviceaccount robot');
    const token = (await kubectl.run('create token robot --duration=10m')).trim();
    expect(token.split('.')).toHaveLength(3);
    // The token beside no certificate, as a pod has it.
    const plain = [
      '--kubeconfig=/dev/null',
      `--server=${server.url}`,
      `--certificate-authority=${server.state}/pki/ca.crt`,
    ];
    const who = await kubectl.try([...plain, `--token=${token}`, 'auth', 'whoami', '-o', 'json']);
    expect(JSON.parse(who.stdout).status.userInfo.username).toBe('system:serviceaccount:default:robot');
    const pods = await kubectl.try([...plain, `--token=${token}`, 'get', 'pods']);
    expect(pods.stderr).toContain('User "system:serviceaccount:default:robot" cannot list resource "pods"');
    const bad = await kubectl.try([...plain, `--token=${token.slice(0, -4)}AAAA`, 'get', 'pods']);
    expect(bad.stderr).toContain('error: You must be logged in to the server (');
  });

  it('api-resources, api-versions, version', async () => {
    const resources = await kubectl.run('api-resources');
    expect(resources).toMatch(/^pods +po +v1 +true +Pod$/m);
    expect(resources).toMatch(/^deployments +deploy +apps\/v1 +true +Deployment$/m);
    expect(resources).toMatch(/^clusterroles +rbac.authorization.k8s.io\/v1 +false +ClusterRole$/m);
    expect(await kubectl.run('api-resources --namespaced=false --verbs=list -o name')).toMatch(/^namespaces$/m);
    expect((await kubectl.run('api-versions')).split('\n')).toContain('networking.k8s.io/v1');
    expect((await kubectl.json('version')).serverVersion).toMatchObject({ major: '1', minor: '35' });
  });

  it('explain', async () => {
    const explained = await kubectl.run('explain pods.spec.securityContext.runAsNonRoot');
    expect(explained).toMatch(/^KIND: +Pod\nVERSION: +v1\n/);
    expect(explained).toMatch(/^FIELD: +runAsNonRoot <boolean>$/m);
    expect(await kubectl.run('explain deployment --recursive')).toMatch(/^ +progressDeadlineSeconds\t<integer>$/m);
  });

  it('readiness by path', async () => {
    expect(await kubectl.run('get --raw /readyz')).toBe('ok');
    expect(await kubectl.run('get --raw /livez?verbose')).toContain('livez check passed');
  });
});
