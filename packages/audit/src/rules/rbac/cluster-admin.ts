import { SYSTEM_PRIVILEGED_GROUP } from '@bulkhead/engine/authorization';
import type { BindingObject, Subject } from '@bulkhead/engine/rbac';
import type { ObjectRule } from '../../rule.js';
import { BINDINGS, isDefaultServiceAccount, isEverybody, rightsText, subjectText } from './subject-text.js';

/** `rbac/everybody` and `rbac/default-service-account` speak of those. */
const isReportedHere = (subject: Subject): boolean =>
  !isEverybody(subject) && !isDefaultServiceAccount(subject) && subject.name !== SYSTEM_PRIVILEGED_GROUP;

export const clusterAdmin: ObjectRule = {
  id: 'rbac/cluster-admin',
  title: 'Bound to a role with every right',
  severity: 'high',
  gains: 'cluster',
  layer: 'cluster',
  standards: ['CIS:5.1.1', 'NSA:rbac', 'MITRE:T1078'],
  description:
    'The binding gives its subjects a role that has every verb on every resource, such as `cluster-admin`. What kubeadm binds for its own admin.conf (group `kubeadm:cluster-admins`) is only noted, as long as nobody else stands beside it.',
  risk: 'Whoever becomes one of these subjects, for a workload: whoever runs code in it, owns the cluster or the namespace.',
  remediation: 'Bind a role with the rights that are used; keep `cluster-admin` for emergencies and for people.',
  subject: 'object',
  kinds: BINDINGS,
  check: (object, cluster) => {
    const binding = cluster.roles.bindingOf(object);
    if (binding === undefined) return undefined;
    const powers = cluster.roles.powersOf(cluster.roles.resolve(binding).rules);
    const subjects = binding.subjects.filter(isReportedHere);
    if (!powers.has('everything') || subjects.length === 0) return undefined;
    const isUsual = subjects.every((subject) => isOfKubeadm(subject, binding));
    return {
      fields: ['roleRef'],
      message: `${subjects.map((subject) => subjectText(subject, binding)).join(', ')} has ${rightsText(binding, powers)}`,
      severity: isUsual ? 'info' : binding.kind === 'ClusterRoleBinding' ? 'high' : 'medium',
    };
  },
};

const KUBEADM_ADMINS = 'kubeadm:cluster-admins';

/** What `kubeadm init` binds from 1.29 on: the group of the certificate in admin.conf, which the cluster begins with. */
const isOfKubeadm = ({ kind, name }: Subject, binding: BindingObject): boolean =>
  kind === 'Group' &&
  name === KUBEADM_ADMINS &&
  binding.kind === 'ClusterRoleBinding' &&
  binding.name === KUBEADM_ADMINS &&
  binding.roleRef.name === 'cluster-admin';
