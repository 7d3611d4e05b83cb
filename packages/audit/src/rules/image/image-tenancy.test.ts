/** Who depends on images that others pulled, by what the kubelets of the input verify. */
import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { auditText } from '../../audit-text.js';
import { imageRules } from './index.js';

const IMAGE = 'private.example/team-a/app:1';
const pod = (namespace: string, policy: string, spec = ''): string => `---
apiVersion: v1
kind: Pod
metadata: {name: app, namespace: ${namespace}}
spec:
  containers: [{name: app, image: '${IMAGE}', imagePullPolicy: ${policy}}]
${spec}`;
const PULLS = '  imagePullSecrets: [{name: regcred}]\n';
const SECRET = `---
apiVersion: v1
kind: Secret
metadata: {name: regcred, namespace: team-a}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: '{"auths": {"private.example": {"auth": "YTpi"}}}'}
`;
const kubelet = (settings: string): string =>
  `---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${settings}\n`;

function found(yaml: string, minor = 35): readonly string[] {
  const rules = imageRules.filter(({ id }) => id === 'image/cached-without-credentials');
  const { findings } = auditText(yaml, { profile: defaultProfile(minor), rules });
  return findings.map(({ severity, object, message }) => `${severity} ${object.namespace} ${message}`);
}

const OTHERS = 'which Pod team-a/app pulls with Secret regcred';

describe('an image that another tenant pulls with a Secret', () => {
  const input = `${pod('team-a', 'IfNotPresent', PULLS)}${SECRET}${pod('team-b', 'IfNotPresent')}`;

  it('is open to all where nothing is verified', () => {
    expect(found(input, 34)).toEqual([
      `medium team-b container "app" has no credentials for ${IMAGE}, ${OTHERS}: it runs on the cached image, whoever pulled it (nothing is verified); with AlwaysVerify it needs the credentials that pulled it`,
    ]);
    const allowed = kubelet(
      'imagePullCredentialsVerificationPolicy: NeverVerifyAllowlistedImages\npreloadedImagesVerificationAllowlist: [private.example/*]',
    );
    expect(found(input + allowed)[0]).toContain('whoever pulled it (NeverVerifyAllowlistedImages)');
  });

  it('fails where copies are verified', () => {
    expect(found(input)[0]).toContain('(NeverVerifyPreloadedImages), else it must pull it itself');
    expect(found(input + kubelet('imagePullCredentialsVerificationPolicy: AlwaysVerify'))[0]).toContain(
      'a cached image needs the credentials that pulled it (AlwaysVerify), so it must pull it itself',
    );
  });

  it('is of each kind of node where they differ', () => {
    const kubelets = ['NeverVerify', 'AlwaysVerify'].map((policy) =>
      kubelet(`imagePullCredentialsVerificationPolicy: ${policy}`),
    );
    expect(found(input + kubelets.join(''))[0]).toMatch(/\(NeverVerify\).*; on other nodes .*\(AlwaysVerify\)/);
  });

  it("is nobody else's where every API server makes pods pull each time", () => {
    const server = (name: string, ...flags: readonly string[]) => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: kube-system}
spec: {containers: [{name: a, image: "r.example/a:1", command: ${JSON.stringify(['kube-apiserver', ...flags])}}]}
`;
    const on = server('one', '--enable-admission-plugins=NodeRestriction,AlwaysPullImages');
    expect(found(input + on, 34)).toEqual([]);
    expect(found(input + on + server('two'), 34)).toHaveLength(1);
    expect(
      found(
        input +
          server('one', '--enable-admission-plugins=AlwaysPullImages', '--disable-admission-plugins=AlwaysPullImages'),
        34,
      ),
    ).toHaveLength(1);
    const kubeadm = `---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
apiServer: {extraArgs: [{name: enable-admission-plugins, value: AlwaysPullImages}]}
`;
    expect(found(input + kubeadm, 34)).toEqual([]);
  });

  it('weighs less where the Secret is only named, or of the same namespace', () => {
    expect(found(`${pod('team-a', 'IfNotPresent', PULLS)}${pod('team-b', 'IfNotPresent')}`)[0]).toMatch(/^low team-b/);
    const neighbour = pod('team-a', 'IfNotPresent').replace('name: app, namespace', 'name: job, namespace');
    expect(found(`${pod('team-a', 'IfNotPresent', PULLS)}${SECRET}${neighbour}`)[0]).toMatch(/^low team-a/);
  });

  it('is no matter for who pulls each time, has credentials, or has those of the node', () => {
    const others = `${pod('team-a', 'IfNotPresent', PULLS)}${SECRET}`;
    expect(found(`${others}${pod('team-b', 'Always')}`)).toEqual([]);
    expect(found(`${others}${pod('team-b', 'Never', PULLS)}`)).toEqual([]);
    const provider = `---
apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers: [{name: p, matchImages: ["*.example"], defaultCacheDuration: 1h, apiVersion: credentialprovider.kubelet.k8s.io/v1}]
`;
    expect(found(`${others}${pod('team-b', 'Never')}${provider}`)).toEqual([]);
  });
});
