import type { Report, WorkloadRule } from '../../rule.js';

/** What tools fill in before the manifest is applied. */
const PLACEHOLDER = /[${}<>%]|^ko:\/\//;

export const invalidReference: WorkloadRule = {
  id: 'image/invalid-reference',
  title: 'Not an image reference',
  severity: 'high',
  gains: 'availability',
  layer: 'code',
  standards: [],
  description: 'The API server takes any text as an image; the kubelet takes only references.',
  risk: 'The pod is created and never starts: its container waits with the reason InvalidImageName.',
  remediation: 'Write `registry/repository:tag@digest`: no scheme, no blanks, the repository in lower case.',
  subject: 'workload',
  check: (workload) => {
    let reports: Report[] | undefined;
    for (const { image, reference, user, fieldPath } of workload.images) {
      if (!('error' in reference)) continue;
      const quoted = JSON.stringify(image);
      reports ??= [];
      reports.push({
        fields: [workload.path(fieldPath)],
        message: `${user} never starts: Failed to apply default image tag ${quoted}: couldn't parse image name ${quoted}: ${reference.error}`,
        ...(PLACEHOLDER.test(image) ? { severity: 'info' as const } : {}),
      });
    }
    return reports;
  },
};
