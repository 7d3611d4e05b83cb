import { describe, expect, it } from 'vitest';
import { rules } from '../rules/registry.js';
import { peerExceptions, SAME } from './peers.js';

describe('annotations of other linters', () => {
  it.each([
    ['checkov.io/skip1', 'CKV_K8S_16=node agent', ['pod-security/privileged'], 'node agent'],
    [
      'bridgecrew.io/skip2',
      'CKV_K8S_22=writes its cache',
      ['security-context/read-only-root-filesystem'],
      'writes its cache',
    ],
    ['ignore-check.kube-linter.io/privileged-container', 'node agent', ['pod-security/privileged'], 'node agent'],
    ['kube-linter.io/ignore-all', 'vendor', ['all'], 'vendor'],
    [
      'kube-score/ignore',
      'container-seccomp-profile',
      ['pod-security/seccomp-profile-missing'],
      'set by kube-score/ignore',
    ],
    [
      'polaris.fairwinds.com/run-as-root-allowed-exempt',
      'true',
      ['pod-security/run-as-non-root', 'pod-security/run-as-user'],
      'set by polaris.fairwinds.com/run-as-root-allowed-exempt',
    ],
    [
      'polaris.fairwinds.com/host-ipc-set-exempt',
      'true',
      ['pod-security/host-namespaces'],
      'set by polaris.fairwinds.com/host-ipc-set-exempt',
    ],
    ['kubescape.io/skip-controls', 'C-0057', ['pod-security/privileged'], 'set by kubescape.io/skip-controls'],
  ])('%s: %s', (key, value, expected, reason) => {
    expect(peerExceptions(key, value)).toEqual([{ by: 'annotation', rules: expected, reason, source: key }]);
  });

  it.each([
    ['checkov.io/skip1', 'CKV_K8S_99999=x'],
    ['checkov.io/other', 'CKV_K8S_16=x'],
    ['polaris.fairwinds.com/exempt', 'false'],
    ['kube-score/enable', 'container-seccomp-profile'],
    ['constructor/prototype', 'x'],
    ['ignore-check.kube-linter.io/__proto__', 'x'],
  ])('%s: %s means nothing', (key, value) => {
    expect(peerExceptions(key, value)).toEqual([]);
  });

  it('maps onto rules that there are', () => {
    const known = new Set(rules.map(({ id }) => id));
    expect(
      Object.values(SAME)
        .flat()
        .filter((id) => !known.has(id)),
    ).toEqual([]);
  });
});
