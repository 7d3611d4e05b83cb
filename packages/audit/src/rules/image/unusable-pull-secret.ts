import { type PodImage, pullSecretOf, wholeName } from '@bulkhead/engine/image-pull';
import type { Cluster } from '../../cluster.js';
import type { Severity } from '../../finding.js';
import { manualFix } from '../../fix/fix.js';
import type { Report, WorkloadRule } from '../../rule.js';
import type { Workload } from '../../workload.js';

export const unusablePullSecret: WorkloadRule = {
  id: 'image/unusable-pull-secret',
  title: 'Pull secret that does not help',
  severity: 'medium',
  gains: 'availability',
  layer: 'code',
  standards: [],
  description:
    'The pod, or its service account, names a pull secret that is not there, is none, cannot be read, or holds nothing for the images of the pod. The kubelet passes over it with at most an event.',
  risk: 'Where the image is private, the pod runs only on nodes that have a copy that somebody else pulled, and not at all where the kubelet asks for credentials.',
  remediation:
    'Make the Secret in the namespace of the pod, of type kubernetes.io/dockerconfigjson, with an entry for the registry of the image.',
  subject: 'workload',
  check: (workload, cluster) => {
    const { spec } = workload.pod;
    if (spec === undefined) return undefined;
    const { names, from } = cluster.images.pullSecretsOf(workload.namespace, spec);
    if (names.length === 0) return undefined;
    const reports: Report[] = [];
    for (const [index, name] of names.entries()) {
      const problem = problemOf(name, workload, cluster);
      if (problem === undefined) continue;
      const whose = from === 'pod' ? '' : ' of the service account';
      const path = from === 'pod' ? `spec.imagePullSecrets[${index}].name` : 'spec.serviceAccountName';
      reports.push({
        fields: [workload.path(path)],
        message: `pull secret ${JSON.stringify(name)}${whose} ${problem.text}`,
        severity: problem.severity,
        fix: manualFix(`make the Secret ${JSON.stringify(name)} in namespace ${workload.namespace} a pull secret`),
      });
    }
    return reports;
  },
};

function problemOf(
  name: string,
  workload: Workload,
  cluster: Cluster,
): { readonly text: string; readonly severity: Severity } | undefined {
  const secret = cluster.accounts.secret(workload.namespace, name);
  if (secret === undefined) {
    const elsewhere = cluster.objects
      .ofKind('Secret')
      .find(({ identity }) => identity.name === name && (identity.namespace || 'default') !== workload.namespace);
    return elsewhere === undefined
      ? { text: 'is not in the input', severity: 'info' }
      : {
          text: `is in namespace ${elsewhere.identity.namespace || 'default'}, not in ${workload.namespace}: the kubelet looks only there`,
          severity: 'medium',
        };
  }
  const content = pullSecretOf(secret);
  switch (content.state) {
    case 'ignored':
      return { text: `is passed over: ${content.why}`, severity: 'medium' };
    case 'unreadable':
      return { text: `cannot be read, and then none of the pull secrets counts: ${content.why}`, severity: 'medium' };
    case 'unknown':
      return undefined;
    case 'usable': {
      const isUsed = workload.images.some((image) => hasEntry(name, image, workload, cluster));
      return isUsed || workload.images.length === 0
        ? undefined
        : { text: 'has no entry for the registry of any image of the pod', severity: 'low' };
    }
  }
}

function hasEntry(name: string, { reference }: PodImage, workload: Workload, cluster: Cluster): boolean {
  const repository = wholeName(reference);
  const alone = { imagePullSecrets: [{ name }] };
  return (
    repository !== undefined && cluster.images.credentialsOf(workload.namespace, alone, repository).secrets.length > 0
  );
}
