/** Static pods are told apart from those that only look like them. */
import { defaultProfile } from '@bulkhead/features';
import { expect, it } from 'vitest';
import { auditText } from '../../audit-text.js';

const pod = (metadata: string, spec: string, command: string): string => `apiVersion: v1
kind: Pod
metadata: {name: a, ${metadata}}
spec: {${spec}containers: [{name: a, image: "registry.example/a:1", command: [${command}]}]}
`;
const SYSTEM = 'namespace: kube-system';
const HOST = 'hostNetwork: true, ';

it.each([
  ['the control plane of other makings', SYSTEM, HOST, 'kube-apiserver, --profiling=false', 0],
  ['etcd with a wrapper', SYSTEM, HOST, '/bin/sh, -c, exec etcd --auto-tls', 0],
  ['kube-proxy', SYSTEM, HOST, 'kube-proxy', 0],
  ['a mirror', `${SYSTEM}, annotations: {kubernetes.io/config.mirror: x}`, '', 'agent', 0],
  ['an agent', SYSTEM, HOST, 'agent', 1],
  ['what is on the network of pods', SYSTEM, '', 'kube-apiserver', 1],
  ['what stands in another namespace', 'namespace: hosted', HOST, 'kube-apiserver', 1],
  ['what has an account', SYSTEM, `${HOST}serviceAccountName: api, `, 'kube-apiserver', 1],
  ['what a server made', `${SYSTEM}, uid: 6f1c2a34-0d21-4b7e-9a51-b0c1d2e3f405`, HOST, 'kube-apiserver', 1],
])('%s', (_name, metadata, spec, command, count) => {
  const { findings } = auditText(pod(metadata, spec, command), { profile: defaultProfile(35) });
  expect(findings.filter(({ ruleId }) => ruleId === 'service-account/token-not-needed')).toHaveLength(count);
});
