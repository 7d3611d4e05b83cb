import { describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const explain = (...args: string[]) => runCommand(['explain', ...args]);

describe('bulkhead explain', () => {
  it.each([
    ['pod-security/privileged', 'pod-security/privileged  Privileged container'],
    ['UserNamespacesSupport', '1.33 to 1.35   beta, default on'],
    ['KEP-127', 'KEP-127  User namespaces'],
    ['127', 'KEP-127  User namespaces'],
    ['hostUsers', 'Pod.spec.hostUsers  bool'],
    ['pod.spec.hostUsers', 'Pod.spec.hostUsers  bool'],
    ['deployments.spec.template.spec.hostUsers', 'Deployment.spec.template.spec.hostUsers  bool'],
    ['spec.containers[0].securityContext.procMount', 'one of: Default, Unmasked'],
  ])('%s', async (subject, expected) => {
    const { stdout, exitCode } = await explain(subject);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(expected);
  });

  it('says what the version makes of a field', async () => {
    const off = 'UserNamespacesSupport is off: the API server drops the field on create';
    expect((await explain('pod.spec.hostUsers', '--kubernetes-version', '1.31')).stdout).toContain(off);
    expect((await explain('pod.spec.hostUsers', '--kubernetes-version', '1.33')).stdout).not.toContain(off);
  });

  it('writes JSON', async () => {
    const { kind, subjects } = JSON.parse((await explain('ProcMountType', '--format', 'json')).stdout);
    expect(kind).toBe('Explanation');
    expect(subjects[0]).toMatchObject({ subject: 'ProcMountType', kind: 'gate' });
  });

  it('knows what was meant', async () => {
    expect(await explain('UserNamespaceSupport')).toEqual({
      stdout: '',
      stderr:
        'bulkhead: "UserNamespaceSupport" is no rule, feature gate, described KEP or field, did you mean UserNamespacesSupport?\n',
      exitCode: 2,
    });
  });
});
