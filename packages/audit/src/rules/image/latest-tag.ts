import { manualFix } from '../../fix/fix.js';
import type { WorkloadRule } from '../../rule.js';

export const latestTag: WorkloadRule = {
  id: 'image/latest-tag',
  title: 'Image with the tag latest, or without one',
  severity: 'medium',
  isAlwaysUsual: true,
  gains: 'workload',
  layer: 'code',
  standards: ['NSA:image-provenance', 'MITRE:T1525'],
  description:
    'The image has the tag `latest`, or neither tag nor digest, which means the same: whatever was pushed last.',
  risk: 'Whoever can push to the repository has their code run by the next pod that starts, and no manifest changes. Nobody can say afterwards what ran, nor go back to it.',
  remediation: 'Name the release and its digest: `app:1.4.2@sha256:...`.',
  subject: 'workload',
  check: (workload) => {
    const fields: string[] = [];
    const texts: string[] = [];
    for (const { image, reference, policy, user, fieldPath, policyPath, isPolicyWritten } of workload.images) {
      if ('error' in reference || reference.digest !== undefined) continue;
      if (reference.tag !== undefined && reference.tag !== 'latest') continue;
      fields.push(workload.path(fieldPath));
      const isKept = policy !== 'Always' && isPolicyWritten;
      if (isKept) fields.push(workload.path(policyPath));
      const what = isKept ? `on each node the copy that it got first (${policy})` : 'whatever was pushed last';
      texts.push(`${user} runs ${what}: ${image}${reference.tag === undefined ? ', without tag' : ''}`);
    }
    if (texts.length === 0) return undefined;
    return {
      fields,
      message: texts.join('; '),
      fix: manualFix('name the release and its digest'),
    };
  },
};
