/** What a case of a feature looks like, and the pieces that its input is made of. Test data. */

export interface Answer {
  readonly uses?: readonly string[];
  readonly inVain?: readonly string[];
  readonly couldUse?: readonly string[];
  readonly blocked?: readonly string[];
  readonly breaks?: readonly string[];
}

export const pod = (spec: string, name = 'a', metadata = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: n${metadata}}\nspec: {${spec}}\n---\n`;
export const C = 'containers: [{name: c, image: "r.example/i:1"}]';
export const server = (...flags: readonly string[]): string =>
  pod(`containers: [{name: c, command: [kube-apiserver, ${flags.map((flag) => JSON.stringify(flag)).join(', ')}]}]`);
export const kubelet = (fields: string): string =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${fields}\n---\n`;
export const file = (apiVersion: string, kind: string, fields: string, name = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: "${name}", namespace: n}\n${fields}\n---\n`;
export const clusterRole = (rule: string): string =>
  file('rbac.authorization.k8s.io/v1', 'ClusterRole', `rules: [{${rule}}]`, 'r');

export const PROVIDERS = (attributes: string): string =>
  file(
    'kubelet.config.k8s.io/v1',
    'CredentialProviderConfig',
    `providers: [{name: p, apiVersion: credentialprovider.kubelet.k8s.io/v1, matchImages: [x.example]${attributes}}]`,
  );
export const TOKEN =
  ', tokenAttributes: {serviceAccountTokenAudience: aud, requireServiceAccount: true, cacheType: Token}';
export const PULL_SECRET = file('v1', 'Secret', 'type: kubernetes.io/dockerconfigjson', 's');
export const DRIVER = (fields: string): string => file('storage.k8s.io/v1', 'CSIDriver', `spec: {${fields}}`, 'd');
export const ANONYMOUS = (fields: string): string =>
  file('apiserver.config.k8s.io/v1', 'AuthenticationConfiguration', fields);
export const MAP = (version: string): string =>
  file(`admissionregistration.k8s.io/${version}`, 'MutatingAdmissionPolicy', 'spec: {}', 'p') +
  file(`admissionregistration.k8s.io/${version}`, 'MutatingAdmissionPolicyBinding', 'spec: {policyName: p}', 'b');
export const WEBHOOK = file(
  'admissionregistration.k8s.io/v1',
  'MutatingWebhookConfiguration',
  'webhooks: [{name: w.x.io}]',
  'w',
);
export const PROJECTED = (source: string): string =>
  pod(`${C}, volumes: [{name: v, projected: {sources: [{${source}}]}}]`);

export const SECRET_TOKEN = `apiVersion: v1
kind: Secret
metadata: {name: s, namespace: n, annotations: {kubernetes.io/service-account.name: x}}
type: kubernetes.io/service-account-token
---
`;

/** KEP, what is asked, the input, the version, the answer, feature gates. */
export type FeatureCase = readonly [
  kep: number,
  what: string,
  yaml: string,
  version: string,
  expected: Answer,
  gates?: string,
];
