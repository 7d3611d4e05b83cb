import { automountedContainers } from '@bulkhead/engine/service-account-tokens';
import { manualFix } from '../../fix/fix.js';
import type { WorkloadRule } from '../../rule.js';
import { rightsText } from '../rbac/subject-text.js';

const DEFAULT = 'default';

export const defaultAccountWithRights: WorkloadRule = {
  id: 'service-account/default-account-with-rights',
  title: 'Runs as the default service account, which has rights',
  severity: 'low',
  isAlwaysUsual: true,
  gains: 'credentials',
  layer: 'code',
  standards: ['CIS:5.1.5', 'NSA:service-accounts', 'MITRE:T1528'],
  description:
    'The pod names no service account and so has the token of the account `default`, to which a binding gives rights: those of everything else in the namespace that names none.',
  risk: 'Whoever gets into this container has the rights that another workload needed. How bad they are is said at the binding.',
  remediation:
    'Give each workload a service account of its own, and bind that; set `automountServiceAccountToken: false` where the API server is not called.',
  subject: 'workload',
  check: (workload, cluster) => {
    const { namespace } = workload;
    const spec = workload.pod.spec ?? {};
    if ((spec.serviceAccountName || DEFAULT) !== DEFAULT) return undefined;
    const bindings = cluster.accounts
      .bindingsOf(namespace, DEFAULT)
      .filter(({ subjects }) => subjects.some(({ kind, name }) => kind === 'ServiceAccount' && name === DEFAULT));
    const [first, ...others] = bindings;
    if (first === undefined) return undefined;
    if (automountedContainers(spec, cluster.accounts.account(namespace, DEFAULT)).length === 0) return undefined;
    const rights = rightsText(first, cluster.roles.powersOf(cluster.roles.resolve(first).rules));
    const more = others.length === 0 ? '' : ` and those of ${others.length} more`;
    return {
      fields: [workload.path('spec.serviceAccountName')],
      message: `runs as the default service account, which has ${rights}${more}`,
      fix: manualFix('give the workload a service account of its own'),
    };
  },
};
