import { matchesSelector } from '@bulkhead/apimachinery/selectors';
import type { ObjectRule } from '../../rule.js';
import { SERVICES, serviceSpec } from './service.js';

export const selectsNothing: ObjectRule = {
  id: 'exposure/selects-nothing',
  title: 'A Service without pods',
  severity: 'info',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'code',
  standards: [],
  description: 'No pod of the input, which holds some of the namespace, has the labels that the Service selects.',
  risk: 'Requests to the Service are refused; whoever makes pods with these labels gets them.',
  remediation: 'Compare `spec.selector` with the labels of the pod template.',
  subject: 'object',
  kinds: SERVICES,
  check: (object, { networkPolicies, objects }) => {
    const selector = Object.entries(serviceSpec(object)?.selector ?? {});
    const { namespace } = object.identity;
    if (selector.length === 0 || objects.hasCustomResourceIn(namespace)) return undefined;
    const pods = networkPolicies.endpointsIn(namespace || 'default');
    const requirements = selector.map(([key, value]) => ({ key, operator: '=' as const, values: [value] }));
    if (pods.length === 0 || pods.some(({ labels }) => matchesSelector({ kind: 'requirements', requirements }, labels)))
      return undefined;
    return {
      fields: ['spec.selector'],
      message: `no pod of the input has ${selector.map(([key, value]) => `${key}=${value}`).join(', ')}`,
    };
  },
};
