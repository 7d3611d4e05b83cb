/** What the audit must say of the small manifests that articles and teams write, and what it must not. */
import { readFileSync } from 'node:fs';
import { type AuditReport, auditText } from '@bulkhead/audit';
import { clusterProfile } from '@bulkhead/features';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

describeShared('manifests of articles', (shared) => {
  const audit = (name: string, version = '1.35', gates = ''): AuditReport => {
    const result = clusterProfile({ version, gates });
    if ('errors' in result) throw new Error(result.errors.join());
    return auditText(readFileSync(`${shared}fixtures/article/${name}.yaml`, 'utf8'), {
      profile: result.profile,
      severity: 'low',
    });
  };
  const ids = (report: AuditReport): string[] => report.findings.map(({ ruleId }) => ruleId);
  const saying = (report: AuditReport, ruleId: string): string | undefined =>
    report.findings.find((finding) => finding.ruleId === ruleId)?.message;

  it('nginx-hardened passes restricted; the token nobody needs and the tag without digest are left over', () => {
    const report = audit('nginx-hardened');
    expect(ids(report).filter((id) => /^(?:pod-security|security-context)\//.test(id))).toEqual([]);
    expect(saying(report, 'service-account/token-not-needed')).toBe(
      'the token of service account "nginx-sa" is mounted in container "nginx", and no binding gives the account a right: nothing needs it',
    );
    expect(saying(report, 'image/no-digest')).toBe('tag without digest: container "nginx" nginx:1.27-alpine');
  });

  it('private-image-never: runs on cached images today, and needs the credentials where they are verified', () => {
    const says = (version: string): string =>
      saying(audit('private-image-never', version), 'image/cached-without-credentials') ?? '';
    expect(says('1.34')).toContain('runs on the cached image, whoever pulled it (nothing is verified)');
    expect(says('1.35')).toContain('runs on a cached image only where no Secret pulled it');
    for (const version of ['1.34', '1.35'])
      expect(says(version)).toContain('with AlwaysVerify it needs the credentials that pulled it');
  });

  it.each(['default-deny', 'web-to-backend', 'db-egress-cidr', 'namespace-labels', 'least-privilege-sa'])(
    '%s has no false finding',
    (name) => {
      expect(ids(audit(name))).toEqual([]);
    },
  );

  it('cluster-admin-default-sa: every pod of the namespace without its own service account is cluster-admin', () => {
    const [finding, ...others] = audit('cluster-admin-default-sa').findings;
    expect(others).toEqual([]);
    expect(finding?.severity).toBe('critical');
    expect(finding?.message).toContain('every pod of namespace production that names no service account');
  });

  it('dns-egress-duplicate-port: kubectl keeps the last silently', () => {
    const report = audit('dns-egress-duplicate-port');
    expect(ids(report)).toEqual(['schema/duplicate-key']);
    expect(saying(report, 'schema/duplicate-key')).toBe(
      'key "port" is written at line 20 and again at line 21: kubectl keeps the last one silently',
    );
  });

  it('port-range-string: refused by validation', () => {
    expect(saying(audit('port-range-string'), 'schema/invalid-value')).toContain(
      'spec.egress[0].ports[0].port: Invalid value: "1-65535"',
    );
  });

  it('hostusers-misplaced: unknown there, and where it belongs', () => {
    const [finding] = audit('hostusers-misplaced').findings;
    expect(finding?.severity).toBe('high');
    expect(finding?.message).toBe('unknown field "spec.securityContext.hostUsers"; it belongs at spec.hostUsers');
  });

  it('hostusers-hostnetwork: refused, until 1.35 with the gate on', () => {
    for (const version of ['1.33', '1.34', '1.35'])
      expect(ids(audit('hostusers-hostnetwork', version))).toContain('user-namespaces/refused');
    const gated = audit('hostusers-hostnetwork', '1.35', 'UserNamespacesHostNetworkSupport=true');
    expect(ids(gated)).not.toContain('user-namespaces/refused');
    // Without user namespaces the field is dropped, and with it what was refused.
    expect(ids(audit('hostusers-hostnetwork', '1.31'))).toContain('schema/dropped-field');
  });

  it('apparmor-annotation: works up to 1.29, deprecated since 1.30', () => {
    expect(saying(audit('apparmor-annotation', '1.29'), 'schema/api-warning')).toBeUndefined();
    expect(saying(audit('apparmor-annotation', '1.30'), 'schema/api-warning')).toBe(
      'metadata.annotations[container.apparmor.security.beta.kubernetes.io/app]: deprecated since v1.30; use the "appArmorProfile" field instead',
    );
  });

  it('netadmin-baseline: refused in its namespace', () => {
    expect(saying(audit('netadmin-baseline'), 'pod-security/admission')).toBe(
      'pods "router" is forbidden: violates PodSecurity "baseline:v1.29": non-default capabilities (container "app" must not include "NET_ADMIN" in securityContext.capabilities.add)',
    );
  });

  it('csi-token-secrets: unknown before 1.35', () => {
    expect(saying(audit('csi-token-secrets', '1.34'), 'schema/dropped-field')).toContain(
      'spec.serviceAccountTokenInSecrets',
    );
    expect(ids(audit('csi-token-secrets', '1.35'))).toEqual([]);
  });
});
