import type { ObjectRule } from '../../rule.js';

export const gate: ObjectRule = {
  id: 'version/gate',
  title: 'A feature gate stops the component after the upgrade',
  severity: 'high',
  gains: 'availability',
  layer: 'cluster',
  standards: [],
  description:
    'The component sets a feature gate that the new version does not have any more, or has locked to the other value.',
  risk: 'The component refuses to start; on control plane nodes the API is gone until somebody edits the file.',
  remediation: 'Take the gate out of `--feature-gates` or `featureGates` before the upgrade.',
  subject: 'object',
  check: (object, cluster) =>
    cluster.upgrade?.gatesOf(object).map(({ fieldPath, component, message }) => ({
      fields: [fieldPath],
      message: `${component} does not start: ${message}`,
      fix: { description: 'take the gate away before the upgrade', patch: [] },
    })),
};
