import { manualFix } from '../../fix/fix.js';
import type { WorkloadRule } from '../../rule.js';

export const noDigest: WorkloadRule = {
  id: 'image/no-digest',
  title: 'Image with a tag and without a digest',
  severity: 'low',
  isAlwaysUsual: true,
  gains: 'workload',
  layer: 'code',
  standards: ['NSA:image-provenance', 'MITRE:T1525'],
  description: 'The image is named by a tag. A tag is a name that can be given to another image; a digest cannot.',
  risk: 'Whoever can push to the repository replaces what the tag means; nodes that have no copy yet run that.',
  remediation: 'Add the digest behind the tag, `app:1.4.2@sha256:...`; tools that update images keep both.',
  subject: 'workload',
  check: (workload) => {
    const found = workload.images.filter(({ reference }) => {
      if ('error' in reference || reference.digest !== undefined) return false;
      return reference.tag !== undefined && reference.tag !== 'latest';
    });
    if (found.length === 0) return undefined;
    const texts = found.map(({ user, image }) => `${user} ${image}`);
    return {
      fields: found.map(({ fieldPath }) => workload.path(fieldPath)),
      message: `tag without digest: ${texts.join(', ')}`,
      fix: manualFix('add the digest of the image behind its tag'),
    };
  },
};
