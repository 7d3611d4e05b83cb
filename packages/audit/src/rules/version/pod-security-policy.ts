import { formatMinor } from '@bulkhead/apimachinery';
import {
  ENFORCE_LABEL,
  ENFORCE_VERSION_LABEL,
  formatLevelVersion,
  hasExemptRuntimeClass,
  isExemptNamespace,
  policyToEvaluate,
} from '@bulkhead/engine/pod-security';
import type { ObjectRule } from '../../rule.js';

/** Workloads that a message names. */
const MAX_NAMES = 3;

/** The namespace enforces whatever `latest` is, and the upgrade makes that a stricter policy for some of its pods. */
export const podSecurityPolicy: ObjectRule = {
  id: 'version/pod-security-policy',
  title: 'The namespace refuses pods after the upgrade that it takes now',
  severity: 'high',
  gains: 'availability',
  layer: 'cluster',
  standards: ['PSS:admission'],
  description:
    'The namespace enforces a level of the Pod Security Standards, and the new version of Kubernetes refuses workloads by it that the old one lets in.',
  risk: 'Pods that run now are not made again when they are moved or restarted, and the usual answer is to drop the label.',
  remediation:
    'Change the workloads that the message names, or pin `pod-security.kubernetes.io/enforce-version` to the version of now until they are.',
  subject: 'object',
  kinds: new Set(['Namespace']),
  check: ({ identity, metadata }, cluster) => {
    const { upgrade } = cluster;
    if (upgrade === undefined || identity.apiVersion !== 'v1') return undefined;
    if (isExemptNamespace(identity.name, cluster.exemptions)) return undefined;
    const { enforce } = policyToEvaluate(metadata.labels, cluster.defaultPolicy).policy;
    if (enforce.level === 'privileged') return undefined;
    const refused = upgrade
      .workloadsIn(identity.name)
      .filter(({ pod }) => !hasExemptRuntimeClass(pod, cluster.exemptions))
      .filter(({ pod }) => upgrade.podSecurityBefore.evaluatePod(enforce, pod).allowed)
      .flatMap(({ source, pod }) => {
        const verdict = cluster.podSecurity.evaluatePod(enforce, pod);
        return verdict.allowed ? [] : [`${source.identity.kind} ${source.identity.name} (${verdict.forbiddenDetail})`];
      });
    if (refused.length === 0) return undefined;
    const more = refused.length > MAX_NAMES ? ` and ${refused.length - MAX_NAMES} more` : '';
    const isPinned = Object.hasOwn(metadata.labels ?? {}, ENFORCE_VERSION_LABEL);
    return {
      fields: [`metadata.labels[${isPinned ? ENFORCE_VERSION_LABEL : ENFORCE_LABEL}]`],
      message: `${formatMinor(upgrade.to)} refuses by ${formatLevelVersion(enforce)} what ${formatMinor(upgrade.from)} lets in: ${refused.slice(0, MAX_NAMES).join(', ')}${more}`,
      fix: {
        description: `meet the level, or set ${ENFORCE_VERSION_LABEL}: v${formatMinor(upgrade.from)} until the workloads do`,
        patch: [],
      },
    };
  },
};
