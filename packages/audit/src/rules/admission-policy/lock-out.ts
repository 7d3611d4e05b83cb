import { compileLabelSelector, matchesSelector } from '@bulkhead/apimachinery/selectors';
import { meansRequest } from '@bulkhead/engine/admission-matching';
import type { Cluster } from '../../cluster.js';
import type { ObjectRule, Report } from '../../rule.js';
import { type Guard, guardsOf, PODS, WEBHOOKS } from './guard.js';

const SYSTEM = 'kube-system';
const NAME_LABEL = 'kubernetes.io/metadata.name';

export const lockOut: ObjectRule = {
  id: 'admission-policy/lock-out',
  title: 'A webhook that its own pods need',
  severity: 'medium',
  gains: 'availability',
  layer: 'cluster',
  standards: ['MITRE:T1499'],
  description:
    'A webhook with `failurePolicy: Fail` is asked about pods of the namespace that it runs in, or of kube-system. When it is down, neither its own pods nor those of the cluster start again. Webhooks with match conditions or an object selector are not judged.',
  risk: 'Whoever stops the webhook once, or one failed node, stops the cluster until somebody deletes the configuration.',
  remediation:
    'Leave these namespaces out with a `namespaceSelector` on `kubernetes.io/metadata.name` (NotIn), and guard them by Pod Security.',
  subject: 'object',
  kinds: WEBHOOKS,
  check: (object, cluster): readonly Report[] =>
    guardsOf(object).flatMap((guard): readonly Report[] => {
      const { webhook, requests, ignoresFailure, title, matchPath } = guard;
      const own = webhook?.clientConfig?.service?.namespace ?? '';
      if (ignoresFailure || own === '' || chooses(guard)) return [];
      if (!meansRequest(requests, PODS('CREATE'), cluster.profile.minor)) return [];
      const stopped = [...new Set([own, SYSTEM])].filter((namespace) => isAsked(guard, namespace, cluster));
      if (stopped.length === 0) return [];
      return [
        {
          fields: [`${matchPath}.namespaceSelector`],
          message: `while ${title} (Service ${own}/${webhook?.clientConfig?.service?.name ?? ''}) does not answer, no pod starts in ${stopped.join(' and ')}`,
          severity: stopped.includes(own) ? 'medium' : 'low',
        },
      ];
    }),
};

const chooses = ({ matchConditions, objectSelector }: Guard): boolean =>
  matchConditions.length > 0 ||
  (objectSelector.matchExpressions?.length ?? 0) > 0 ||
  Object.keys(objectSelector.matchLabels ?? {}).length > 0;

/** Labels of a namespace that the input does not hold are unknown, except its name. */
function isAsked({ namespaceSelector }: Guard, namespace: string, { namespaces, profile }: Cluster): boolean {
  const compiled = compileLabelSelector(namespaceSelector, profile.minor);
  if (compiled?.kind !== 'requirements') return false;
  const labels = namespaces.get(namespace);
  const isKnown = labels !== undefined || compiled.requirements.every(({ key }) => key === NAME_LABEL);
  return isKnown && matchesSelector(compiled, { ...labels, [NAME_LABEL]: namespace });
}
