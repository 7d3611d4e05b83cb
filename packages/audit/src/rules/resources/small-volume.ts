import { compareQuantities, parseQuantity } from '@bulkhead/apimachinery/quantity';
import type { WorkloadRule } from '../../rule.js';

/** Less than this is written by accident: one log line too many. */
const SMALL = '4Mi';

export const smallVolume: WorkloadRule = {
  id: 'resources/small-volume',
  title: 'A very small emptyDir',
  severity: 'info',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'container',
  standards: [],
  description:
    'An emptyDir has a `sizeLimit` of less than 4Mi. In memory, writes beyond it fail; on disk, the pod is evicted. Files in memory count as memory of the container.',
  risk: 'The program stops once it writes more than a pid file.',
  remediation: 'Check that nothing else is written there, and raise `sizeLimit` where in doubt.',
  subject: 'workload',
  check: (workload) => {
    const small = parseQuantity(SMALL);
    const fields: string[] = [];
    const texts: string[] = [];
    for (const [index, { name = '', emptyDir }] of (workload.pod.spec?.volumes ?? []).entries()) {
      if (emptyDir?.sizeLimit === undefined || small === undefined) continue;
      const size = parseQuantity(String(emptyDir.sizeLimit));
      if (size === undefined || compareQuantities(size, small) >= 0) continue;
      fields.push(workload.path(`spec.volumes[${index}].emptyDir.sizeLimit`));
      const end = emptyDir.medium === 'Memory' ? 'writes beyond it fail' : 'more evicts the pod';
      texts.push(`volume ${JSON.stringify(name)} holds ${String(emptyDir.sizeLimit)}: ${end}`);
    }
    return fields.length === 0 ? undefined : { fields, message: texts.join('; ') };
  },
};
