import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { inputOf } from '../feature-adoption/cluster-input.test-support.js';
import { gateBreaks } from './gate-breaks.js';
import { type NoteAnswer, noteAnswers } from './note-answers.js';
import { allUpgradeNotes, upgradeNotesBetween } from './upgrade-note.js';

function answers(yaml: string, from: number, to: number): readonly NoteAnswer[] {
  const profile = defaultProfile(to);
  return noteAnswers(inputOf(yaml, profile), from, profile);
}

/** `id fieldPath` of what is found in an upgrade. */
const found = (yaml: string, from: number, to: number): readonly string[] =>
  answers(yaml, from, to).flatMap(({ note, sightings }) =>
    sightings.map(({ fieldPath }) => `${note.id} ${fieldPath}`.trim()),
  );

const C = 'containers: [{name: c, image: "r.example/i:1"}]';
const pod = (spec = C, metadata = '', name = 'a'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: n${metadata}}\nspec: {${spec}}\n---\n`;
const run = (...words: readonly string[]): string =>
  pod(`containers: [{name: c, command: [${words.map((word) => JSON.stringify(word)).join(', ')}]}]`);
const server = (...flags: readonly string[]): string => run('kube-apiserver', ...flags);
const object = (apiVersion: string, kind: string, fields: string, metadata = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x${metadata}}\n${fields}\n---\n`;
const kubelet = (fields: string): string =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${fields}\n---\n`;
const role = (...rules: readonly string[]): string =>
  object('rbac.authorization.k8s.io/v1', 'ClusterRole', `rules: [${rules.map((rule) => `{${rule}}`).join(', ')}]`);
const encryption = (kms: string): string =>
  object('apiserver.config.k8s.io/v1', 'EncryptionConfiguration', `resources: [{providers: [{kms: {${kms}}}]}]`);
const node = (runtime: string): string =>
  object('v1', 'Node', `status: {nodeInfo: {containerRuntimeVersion: "${runtime}"}}`);
const COMMAND = 'spec.containers[0].command[1]';

describe('noteAnswers', () => {
  const cases: readonly [what: string, yaml: string, from: number, to: number, expected: readonly string[]][] = [
    ['a field of a kubelet', kubelet('runOnce: true'), 31, 32, ['1.32-10 runOnce']],
    ['an admission plugin', server('--enable-admission-plugins=PersistentVolumeLabel'), 30, 31, [`1.31-06 ${COMMAND}`]],
    ['a removed flag', server('--cloud-provider=external'), 32, 33, [`1.33-08 ${COMMAND}`]],
    ['no such flag', server('--profiling=false'), 32, 33, []],
    ['a webhook authorizer', server('--authorization-mode=Node,Webhook'), 31, 32, [`1.32-02 ${COMMAND}`]],
    ['KMS v1', encryption('name: k'), 28, 29, ['1.29-02 resources[0].providers[0].kms']],
    ['KMS v2', encryption('apiVersion: v2'), 28, 29, []],
    [
      'a volume',
      pod(`${C}, volumes: [{name: v, gitRepo: {repository: r}}]`),
      32,
      33,
      ['1.33-04 spec.volumes[0].gitRepo'],
    ],
    ['an old runtime', node('containerd://1.7.29'), 34, 35, ['1.35-11 status.nodeInfo.containerRuntimeVersion']],
    ['a new runtime', node('containerd://2.1.0'), 34, 35, []],
    ['a path outside of the API', role('nonResourceURLs: ["/flagz"], verbs: [get]'), 35, 36, ['1.36-12 rules[0]']],
    ['exec by get', role('apiGroups: [""], resources: [pods/exec], verbs: [get]'), 34, 35, ['1.35-01 rules[0]']],
    ['exec by both', role('apiGroups: [""], resources: [pods/exec], verbs: [get, create]'), 34, 35, []],
    [
      'exec by two rules',
      role(
        'apiGroups: [""], resources: [pods/exec], verbs: [get]',
        'apiGroups: [""], resources: [pods/exec], verbs: [create]',
      ),
      34,
      35,
      [],
    ],
    [
      'one authority for two kinds of clients',
      server('--client-ca-file=ca', '--requestheader-client-ca-file=ca'),
      34,
      35,
      ['1.35-06 spec.containers[0].command[2]'],
    ],
    ['two authorities', server('--client-ca-file=ca', '--requestheader-client-ca-file=front'), 34, 35, []],
    ['an audit log without limits', server('--audit-log-path=/log'), 35, 36, [`1.36-04 ${COMMAND}`]],
    [
      'one with limits',
      server('--audit-log-path=/log', '--audit-log-maxage=30', '--audit-log-maxbackup=9'),
      35,
      36,
      [],
    ],
    ['a pod in a user namespace', pod(`hostUsers: false, ${C}`), 32, 33, ['1.33-01 spec.hostUsers']],
    [
      'proc in full view',
      pod('containers: [{name: c, securityContext: {procMount: Unmasked}}]'),
      29,
      30,
      ['1.30-06 spec.containers[0].securityContext.procMount'],
    ],
    [
      'a static pod with an account',
      pod('serviceAccountName: s, containers: [{name: c, command: [etcd]}]'),
      33,
      34,
      ['1.34-02 spec.serviceAccountName'],
    ],
    [
      'a node identity',
      object(
        'rbac.authorization.k8s.io/v1',
        'ClusterRoleBinding',
        'roleRef: {kind: ClusterRole, name: r}\nsubjects: [{kind: User, name: "system:node:n1"}]',
      ),
      31,
      32,
      ['1.32-01 subjects[0]'],
    ],
    [
      'a policy that reads the annotation',
      object(
        'admissionregistration.k8s.io/v1',
        'ValidatingAdmissionPolicy',
        'spec: {validations: [{expression: "\'container.apparmor.security.beta.kubernetes.io/c\' in object"}]}',
      ),
      33,
      34,
      ['1.34-03'],
    ],
    [
      'an ambiguous block',
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.1/8}}]}]}',
      ),
      35,
      36,
      ['1.36-05 spec.ingress[0].from[0].ipBlock.cidr'],
    ],
    [
      'a role of identities with every verb',
      role('apiGroups: [authentication.k8s.io], resources: [users], verbs: ["*"]'),
      35,
      36,
      ['1.36-02 rules[0]'],
    ],
    ['a role of everything', role('apiGroups: ["*"], resources: ["*"], verbs: ["*"]'), 35, 36, []],
    ['a read-only port', kubelet('readOnlyPort: 10255'), 29, 30, ['1.30-04 readOnlyPort']],
    [
      'an issuer of both kinds',
      server('--oidc-issuer-url=https://i.example', '--service-account-issuer=https://i.example'),
      29,
      30,
      [`1.30-07 ${COMMAND}`],
    ],
  ];
  it.each(cases)('%s', (_what, yaml, from, to, expected) => {
    expect(found(yaml, from, to)).toEqual(expected);
  });

  it('says what the input does not show, and what it does', () => {
    const state = (yaml: string) => answers(yaml, 34, 35).find(({ note }) => note.id === '1.35-04')?.state;
    expect(state(pod())).toBe('unseen');
    expect(state(run('kubelet', '--v=2'))).toBe('unseen');
    expect(answers(pod(), 34, 35).find(({ note }) => note.id === '1.35-07')?.state).toBe('elsewhere');
  });

  it('answers every note once, whatever the input is', () => {
    for (const yaml of ['', pod('containers: 3'), kubelet('a: 1'), role('verbs: 2'), encryption('a: []')]) {
      const ids = answers(yaml, 27, 36).map(({ note }) => note.id);
      expect(ids).toEqual(upgradeNotesBetween(27, 36).map(({ id }) => id));
    }
  });
});

describe('the notes', () => {
  it('are read in order, with their words', () => {
    const notes = allUpgradeNotes();
    expect(notes.length).toBeGreaterThan(100);
    const minors = notes.map(({ minor }) => minor);
    expect(minors).toEqual(minors.toSorted((a, b) => a - b));
    for (const { title, detail, action } of notes) {
      expect(title).toMatch(/\S/);
      for (const text of [title, detail, action]) expect(text).not.toMatch(/[^.]\.$/);
    }
  });

  it.each([
    [33, 34, ['1.34']],
    [34, 36, ['1.35', '1.36']],
    [36, 36, []],
  ])('from 1.%i to 1.%i', (from, to, versions) => {
    expect([...new Set(upgradeNotesBetween(from, to).map(({ id }) => id.slice(0, 4)))]).toEqual(versions);
  });
});

describe('gateBreaks', () => {
  const breaks = (yaml: string, from: number, to: number) =>
    gateBreaks(inputOf(yaml, defaultProfile(to)), from, to).map(
      ({ fieldPath, component, gate, minor, why }) => `${component} ${gate} ${why} ${minor} ${fieldPath}`,
    );
  it.each([
    ['removed', server('--feature-gates=AppArmor=true'), 32, 33, [`kube-apiserver AppArmor removed 33 ${COMMAND}`]],
    ['removed before', server('--feature-gates=SeccompDefault=true'), 32, 33, []],
    ['removed later', server('--feature-gates=AppArmor=true'), 31, 32, []],
    [
      'locked to the other value',
      kubelet('featureGates: {UserNamespacesSupport: false}'),
      34,
      36,
      ['kubelet UserNamespacesSupport locked 36 featureGates.UserNamespacesSupport'],
    ],
    ['locked to the same value', kubelet('featureGates: {UserNamespacesSupport: true}'), 34, 36, []],
    ['locked before', kubelet('featureGates: {AppArmor: false}'), 31, 33, []],
    ['no such gate', kubelet('featureGates: {Nope: false}'), 31, 33, []],
    [
      'of the proxy',
      object('kubeproxy.config.k8s.io/v1alpha1', 'KubeProxyConfiguration', 'featureGates: {AppArmor: true}'),
      32,
      33,
      ['kube-proxy AppArmor removed 33 featureGates.AppArmor'],
    ],
  ])('%s', (_what, yaml, from, to, expected) => {
    expect(breaks(yaml, from, to)).toEqual(expected);
  });
});
