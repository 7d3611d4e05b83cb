/** What an input says about conditions and mitigations, and what follows from it. */
import { describe, expect, it } from 'vitest';
import { judged } from './cve-cluster.test-support.js';

const NODE = (info: string): string =>
  `apiVersion: v1\nkind: Node\nmetadata: {name: n}\nstatus: {nodeInfo: {operatingSystem: linux, ${info}}}\n---\n`;
const POD = (image: string, args: readonly string[], namespace = 'kube-system'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: c, namespace: ${namespace}, labels: {app: c}}\nspec: {containers: [{name: c, image: '${image}', args: ${JSON.stringify(args)}}]}\n---\n`;
const KUBELET = (text: string): string =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${text}\n---\n`;
const RESTRICTED = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostUsers: false
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  containers: [{name: app, image: i, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]
---
`;
const PLAIN =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: app, image: i}]}\n---\n';
const API_SERVER = 'registry.k8s.io/kube-apiserver:v1.33.3';
const INGRESS = 'registry.k8s.io/ingress-nginx/controller:v1.11.4';
const MANAGER = 'registry.k8s.io/kube-controller-manager:v1.32.9';
const RULE = (verbs: string, resources: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\nrules: [{apiGroups: [""], resources: [${resources}], verbs: [${verbs}]}]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r}\nsubjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: ann}]\n---\n`;
const CSI = 'registry.k8s.io/sig-storage/nfsplugin:v4.9.0';

describe('conditions', () => {
  it.each([
    [
      'a gate that is off by default',
      'CVE-2025-13281',
      POD(MANAGER, ['--x']),
      'not-affected',
      'feature gate CSIMigrationPortworx is on by default in 1.32',
    ],
    [
      'a gate by flag',
      'CVE-2025-13281',
      POD(MANAGER, ['--feature-gates=CSIMigrationPortworx=false']),
      'affected',
      'fixed in 1.32.10',
    ],
    [
      'a gate by an argument of its own',
      'CVE-2025-13281',
      POD(MANAGER, ['--feature-gates', 'A=true,CSIMigrationPortworx=false']),
      'affected',
      'fixed in 1.32.10',
    ],
    [
      'a gate in KubeletConfiguration',
      'CVE-2025-1767',
      NODE('kubeletVersion: v1.34.1') + KUBELET('featureGates: {GitRepoVolumeDriver: true}'),
      'affected',
      'no version has a fix',
    ],
    [
      'a gate that took the flaw away',
      'CVE-2025-1767',
      NODE('kubeletVersion: v1.34.1'),
      'not-affected',
      'feature gate GitRepoVolumeDriver is off by default in 1.34',
    ],
    [
      'a version from before the gate',
      'CVE-2025-1767',
      NODE('kubeletVersion: v1.32.1'),
      'affected',
      'no version has a fix',
    ],
    [
      'a version that has the gate on',
      'CVE-2024-7598',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: a}\n---\n' +
        POD(API_SERVER, ['--x']),
      'not-affected',
      'feature gate OrderedNamespaceDeletion is on by default in 1.33',
    ],
    [
      'a plugin that is on',
      'CVE-2025-5187',
      POD(API_SERVER, ['--enable-admission-plugins=NodeRestriction,OwnerReferencesPermissionEnforcement']),
      'not-affected',
      'OwnerReferencesPermissionEnforcement is on',
    ],
    [
      'a plugin that is off',
      'CVE-2025-5187',
      POD(API_SERVER, ['--enable-admission-plugins=PodSecurity']),
      'not-affected',
      'NodeRestriction is off',
    ],
    [
      'plugins as usual',
      'CVE-2025-5187',
      POD(API_SERVER, ['--enable-admission-plugins=NodeRestriction']),
      'affected',
      'fixed in 1.33.4',
    ],
    [
      'a flag that is not given',
      'CVE-2025-1974',
      POD(INGRESS, ['/nginx-ingress-controller']),
      'not-affected',
      '--validating-webhook is not given',
    ],
    [
      'a flag that is given',
      'CVE-2025-1974',
      POD(INGRESS, ['--validating-webhook=:8443']),
      'affected',
      'fixed in 1.11.5',
    ],
    [
      'flags that are not shown',
      'CVE-2025-1974',
      POD(INGRESS, []),
      'unknown',
      'the input does not show the flags of ingress-nginx',
    ],
    ['quiet logs', 'CVE-2020-8561', POD(API_SERVER, ['--v=2']), 'not-affected', 'it logs at verbosity 2'],
    ['Linux nodes', 'CVE-2024-5321', NODE('kubeletVersion: v1.30.2'), 'not-affected', 'the nodes do not run Windows'],
    [
      'a field of the kubelet',
      'CVE-2025-0426',
      NODE('kubeletVersion: v1.32.0') + KUBELET('readOnlyPort: 10255'),
      'affected',
      'fixed in 1.32.2',
    ],
    [
      'a field that is left out',
      'CVE-2025-0426',
      NODE('kubeletVersion: v1.32.0') + KUBELET('port: 10250'),
      'not-affected',
      'readOnlyPort is 0',
    ],
    [
      'no configuration',
      'CVE-2025-0426',
      NODE('kubeletVersion: v1.32.0'),
      'unknown',
      'no KubeletConfiguration in the input says readOnlyPort',
    ],
    [
      'a field that nobody uses, but anybody could',
      'CVE-2024-10220',
      NODE('kubeletVersion: v1.30.2') + PLAIN,
      'unknown',
      'whoever may create pods can',
    ],
    [
      'a field that the namespaces refuse',
      'CVE-2024-10220',
      NODE('kubeletVersion: v1.30.2') + RESTRICTED,
      'not-affected',
      'the namespaces refuse it',
    ],
    [
      'rights that somebody has',
      'CVE-2026-3864',
      POD(CSI, []) + RULE('create', 'persistentvolumes'),
      'affected',
      'fixed in 4.13.1',
    ],
    [
      'rights that nobody shown has',
      'CVE-2026-3864',
      POD(CSI, []) + RULE('get', 'persistentvolumes'),
      'unknown',
      'no binding of the input lets others create persistentvolumes',
    ],
    [
      'rights in a whole cluster',
      'CVE-2026-3864',
      NODE('kubeletVersion: v1.35.0') + POD(CSI, []) + RULE('get', 'persistentvolumes'),
      'not-affected',
      'no binding of the input',
    ],
    [
      'a key of the ConfigMap',
      'CVE-2021-25742',
      POD('registry.k8s.io/ingress-nginx/controller:v1.0.0', ['--configmap=x/ing']) +
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ing, namespace: kube-system}\ndata: {allow-snippet-annotations: "false"}\n',
      'not-affected',
      'allow-snippet-annotations is false',
    ],
    [
      'an add-on that is not there',
      'CVE-2025-1974',
      NODE('kubeletVersion: v1.35.0') + PLAIN,
      'not-affected',
      'the cluster runs no ingress-nginx',
    ],
    ['an add-on that is not in the files', 'CVE-2025-1974', PLAIN, 'unknown', 'the input does not show ingress-nginx'],
    [
      'another runtime',
      'CVE-2024-3154',
      NODE('containerRuntimeVersion: "containerd://1.7.1"'),
      'not-affected',
      'the nodes run no cri-o',
    ],
    [
      'a runtime that is not reported',
      'CVE-2024-21626',
      NODE('containerRuntimeVersion: "containerd://1.7.1"'),
      'unknown',
      'the input does not show runc',
    ],
    [
      'pods in user namespaces, which it takes',
      'CVE-2025-47291',
      NODE('containerRuntimeVersion: "containerd://2.0.2"') + PLAIN,
      'not-affected',
      'only those are affected: 0 of 1 workloads run in a user namespace',
    ],
    ['no tag', 'CVE-2025-5187', POD('registry.k8s.io/kube-apiserver', []), 'unknown', 'nothing tells its version'],
    [
      'a kernel of another line',
      'CVE-2024-1086',
      NODE('kernelVersion: 6.1.60'),
      'unknown',
      'stable kernels got it in their own numbers',
    ],
    ['a kernel of the same line', 'CVE-2022-0847', NODE('kernelVersion: 5.10.50'), 'affected', 'fixed in 5.10.102'],
    ['no details', 'CVE-2026-76654', '', 'unknown', 'no details published yet'],
  ])('%s: %s', (_, id, yaml, verdict, reason) => {
    const result = judged(id, yaml);
    expect(result.verdict).toBe(verdict);
    expect(result.reason).toContain(reason);
  });

  it('are read from what kubeadm keeps of kubelets, and say where', () => {
    const map =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\ndata:\n  kubelet: |\n    apiVersion: kubelet.config.k8s.io/v1beta1\n    kind: KubeletConfiguration\n    readOnlyPort: 10255\n';
    const result = judged('CVE-2025-0426', NODE('kubeletVersion: v1.32.0') + map);
    expect(result.verdict).toBe('affected');
    expect(result.components[0]?.conditions[0]?.evidence[0]).toMatchObject({
      fieldPath: 'data[kubelet]',
      text: '10255',
    });
  });

  it('name the flag that decides', () => {
    const webhook = judged('CVE-2025-1974', POD(INGRESS, ['/nginx-ingress-controller', '--validating-webhook=:8443']));
    expect(webhook.components[0]?.conditions[0]).toMatchObject({
      holds: 'yes',
      evidence: [{ fieldPath: 'spec.containers[0].args[1]' }],
    });
    const helm = POD('ghcr.io/headlamp-k8s/headlamp:v0.38.0', ['-enable-helm', '-plugins-dir=/headlamp/plugins']);
    expect(judged('CVE-2025-14269', helm).verdict).toBe('affected');
    const script = POD(MANAGER, []).replace(
      'args: []',
      'command: [sh, -c, "exec kube-controller-manager --feature-gates=CSIMigrationPortworx=false"]',
    );
    expect(judged('CVE-2025-13281', script).verdict).toBe('affected');
  });

  it('make nothing affected by a version that is only a guess', () => {
    expect(judged('CVE-2025-5187', '', '1.33.3').verdict).toBe('affected');
    expect(judged('CVE-2025-5187', '', '1.33').reason).toBe(
      'it depends on the patch release of 1.33: 1.33.4 has the fix',
    );
  });
});

describe('mitigations', () => {
  const stateOf = (id: string, yaml: string, name: string) =>
    judged(id, yaml).components[0]?.mitigations.find((mitigation) => mitigation.name === name);
  const CONTAINERD = NODE('containerRuntimeVersion: "containerd://1.7.26"');

  it.each([
    ['CVE-2024-40635', CONTAINERD + RESTRICTED, 'userNamespaces', 'all', '1 of 1 workloads run in a user namespace'],
    [
      'CVE-2024-40635',
      CONTAINERD + PLAIN + RESTRICTED,
      'userNamespaces',
      'some',
      '1 of 2 workloads run in a user namespace',
    ],
    ['CVE-2024-40635', CONTAINERD, 'userNamespaces', 'unknown', 'the input holds no workloads'],
    [
      'CVE-2022-0185',
      NODE('kernelVersion: 5.16.1') + RESTRICTED,
      'podSecurityRestricted',
      'all',
      '1 of 1 workloads pass the level restricted',
    ],
    [
      'CVE-2022-0185',
      NODE('kernelVersion: 5.16.1') + PLAIN,
      'seccompRuntimeDefault',
      'none',
      '0 of 1 workloads run under a seccomp profile',
    ],
    [
      'CVE-2022-0185',
      NODE('kernelVersion: 5.16.1') + PLAIN + KUBELET('seccompDefault: true'),
      'seccompRuntimeDefault',
      'all',
      'the kubelet gives every container the default profile',
    ],
    [
      'CVE-2025-24514',
      POD(INGRESS, ['--enable-annotation-validation']),
      'flag:--enable-annotation-validation',
      'all',
      '--enable-annotation-validation=true',
    ],
    [
      'CVE-2025-24514',
      POD(INGRESS, ['--x']),
      'flag:--enable-annotation-validation',
      'none',
      '--enable-annotation-validation is not given',
    ],
    [
      'CVE-2025-1974',
      POD(INGRESS, ['--validating-webhook=:8443']) +
        'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: kube-system}\nspec: {podSelector: {matchLabels: {app: c}}}\n',
      'networkPolicy',
      'some',
      'a NetworkPolicy selects it: look whether it closes the port',
    ],
  ])('%s', (id, yaml, name, present, detail) => {
    expect(stateOf(id, yaml, name)).toMatchObject({ present, detail });
  });

  it('are said to hold where something that helps fully is there in full', () => {
    expect(judged('CVE-2024-40635', CONTAINERD + RESTRICTED).components[0]?.mitigated).toBe(true);
    expect(judged('CVE-2024-40635', CONTAINERD + PLAIN).components[0]?.mitigated).toBe(false);
  });
});
