import { formatMinor } from '@bulkhead/apimachinery';
import type { Report, WorkloadRule } from '../../rule.js';
import { isSecuritySetting } from './security-settings.js';

export const droppedPodField: WorkloadRule = {
  id: 'schema/dropped-pod-field',
  title: 'Field of the pod that this version drops silently here',
  severity: 'medium',
  gains: 'node',
  layer: 'code',
  standards: [],
  description:
    'The API server of this version and these gates drops a field in this combination only: an image volume, a restart policy of an init container, a claim.',
  risk: 'The manifest says one thing and the cluster does another, without a word.',
  remediation: 'Turn on the gate that the message names, or do without the setting knowingly.',
  subject: 'workload',
  check: (workload, { profile }) =>
    workload.dropped.map(({ fieldPath, gate }): Report => {
      const path = workload.path(`spec.${fieldPath}`);
      return {
        fields: [path],
        message: `Kubernetes ${formatMinor(profile.minor)} drops ${path} silently: feature gate ${gate} is off`,
        severity: isSecuritySetting(path) ? 'high' : 'medium',
        fix: { description: `turn on the feature gate ${gate}`, patch: [] },
      };
    }),
};
