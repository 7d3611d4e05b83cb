import { describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const DRIVER = `apiVersion: storage.k8s.io/v1
kind: CSIDriver
metadata: {name: secrets.example}
spec:
  tokenRequests: [{audience: vault}]
  serviceAccountTokenInSecrets: true
`;
const features = (args: readonly string[], stdin?: string) =>
  runCommand(['features', ...args], stdin === undefined ? {} : { stdin });

describe('bulkhead features', () => {
  it('says where each feature stands and what turns it on', async () => {
    const { stdout, exitCode } = await features(['--kubernetes-version', '1.35']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('user namespaces  KEP-127  beta, on\n');
    expect(stdout).toContain('--feature-gates=ConstrainedImpersonation=true on kube-apiserver');
    expect(stdout).toMatch(/^18 features in Kubernetes 1\.35/m);
  });

  it('takes the gates of the cluster', async () => {
    const gates = ['--feature-gates', 'ConstrainedImpersonation=true', '--kep', '5284'];
    expect((await features(['--kubernetes-version', '1.35', ...gates])).stdout).toContain('KEP-5284  alpha, on\n');
  });

  it('says what a field is worth that the version drops', async () => {
    const { stdout } = await features(['-', '--kubernetes-version', '1.34'], DRIVER);
    expect(stdout).toContain('CSI tokens in secrets  KEP-5538  not there\n  asks for it in vain: 1\n');
    expect(stdout).toContain('CSIDriver secrets.example  <stdin>:6\n');
    expect(stdout).toContain('not in 1.34: comes with 1.35');
    expect(stdout).toContain('nothing in the input about user namespaces (KEP-127)');
  });

  it('writes JSON with real places', async () => {
    const args = ['-', '--kubernetes-version', '1.36', '--kep', 'KEP-5538', '--format', 'json'];
    const document = JSON.parse((await features(args, DRIVER)).stdout);
    expect(document).toMatchObject({ apiVersion: 'bulkhead.dev/v1', kind: 'FeatureReport', kubernetesVersion: '1.36' });
    expect(document.features).toHaveLength(1);
    expect(document.features[0]).toMatchObject({
      kep: 5538,
      state: { stage: 'ga', enabled: true, locked: true },
      uses: [
        {
          object: { kind: 'CSIDriver', name: 'secrets.example' },
          file: '<stdin>',
          line: 6,
          fieldPath: 'spec.serviceAccountTokenInSecrets',
          effective: true,
        },
      ],
      couldUse: [],
    });
  });

  it('leaves the input out of the JSON when there is none', async () => {
    const document = JSON.parse((await features(['--kep', '127', '--format', 'json'])).stdout);
    expect(Object.hasOwn(document.features[0], 'uses')).toBe(false);
  });

  it.each([
    [['--kep', '9'], 'bulkhead: no feature of KEP "9"; bulkhead features lists them all\n'],
    [['nowhere.yaml'], 'bulkhead: nowhere.yaml: no such file or folder\n'],
    [['--kubernetes-version', '1.9'], /^bulkhead: unsupported Kubernetes version "1.9"/],
  ])('%j is refused with one sentence', async (args, stderr) => {
    const outcome = await features(args);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toMatch(stderr);
  });

  it('reads the rest, and says so, when a part cannot be read', async () => {
    expect((await features(['-'], `${DRIVER}---\nkind: "x\n`)).exitCode).toBe(3);
  });
});
