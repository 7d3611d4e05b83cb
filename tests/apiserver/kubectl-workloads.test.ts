/** Deployments as people run them, on nodes that only say that pods run. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasKubectl, Kubectl } from './kubectl.test-support.js';
import { type RunningServer, startServer } from './server.test-support.js';

describe.skipIf(!hasKubectl)('kubectl and workloads', () => {
  let server: RunningServer;
  let kubectl: Kubectl;
  beforeAll(async () => {
    server = await startServer({ args: ['--node', 'simulated', '--nodes', '2'] });
    kubectl = new Kubectl(server);
  }, 60_000);
  afterAll(async () => {
    kubectl.close();
    expect(await server.stop()).toBe(0);
  });

  it('nodes are ready', async () => {
    expect(await kubectl.run('wait node --all --for=condition=Ready --timeout=10s')).toContain('condition met');
    expect(await kubectl.run('get nodes -o wide')).toMatch(/^NAME +STATUS +ROLES +AGE +VERSION +INTERNAL-IP/);
  });

  it('a deployment is rolled out, scaled, rolled on and back, and goes', async () => {
    await kubectl.run('create deployment web --image=registry.example/web:1 --replicas=2');
    expect(await kubectl.run('rollout status deployment/web --timeout=15s')).toContain('successfully rolled out');
    expect(await kubectl.run('get deployment web')).toMatch(/^web +2\/2 +2 +2 /m);
    expect(await kubectl.run('get pods -l app=web -o wide')).toMatch(/^web-\S+ +1\/1 +Running +0 /m);
    expect(await kubectl.run('scale deployment web --replicas=4')).toBe('deployment.apps/web scaled\n');
    expect(await kubectl.run('wait deployment/web --for=jsonpath={.status.readyReplicas}=4 --timeout=15s')).toContain(
      'condition met',
    );
    await kubectl.run('set image deployment/web web=registry.example/web:2');
    await kubectl.run('rollout status deployment/web --timeout=15s');
    expect(await kubectl.run('rollout history deployment/web')).toMatch(/^2 +/m);
    await kubectl.run('rollout undo deployment/web');
    await kubectl.run('rollout status deployment/web --timeout=15s');
    expect(await kubectl.run('get deployment web -o jsonpath={.spec.template.spec.containers[0].image}')).toBe(
      'registry.example/web:1',
    );
    await kubectl.run('delete deployment web --timeout=15s');
    await kubectl.run('wait pods -l app=web --for=delete --timeout=15s');
    expect(await kubectl.run('get replicasets,pods -o name')).toBe('');
  });

  it('a pod runs and is waited for', async () => {
    await kubectl.run('run alone --image=registry.example/alone:1');
    expect(await kubectl.run('wait pod/alone --for=condition=Ready --timeout=15s')).toBe('pod/alone condition met\n');
    expect(await kubectl.run('describe pod alone')).toMatch(/^Status: +Running$/m);
    expect(await kubectl.run('delete pod alone --timeout=15s')).toContain('"alone" deleted');
  });
});
