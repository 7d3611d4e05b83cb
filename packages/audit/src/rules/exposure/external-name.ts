import { parseIP } from '@bulkhead/apimachinery/ip';
import type { ObjectRule } from '../../rule.js';
import { SERVICES, serviceSpec } from './service.js';

export const externalName: ObjectRule = {
  id: 'exposure/external-name',
  title: 'A name that leads around isolation',
  severity: 'medium',
  gains: 'network',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: ['MITRE:T1557'],
  description:
    'The Service is an alias (`externalName`) for an address, for this machine, or for a Service of another namespace. What follows Services of one namespace, such as an Ingress controller, follows the alias out of it.',
  risk: 'An Ingress in this namespace publishes what the other namespace keeps to itself, or the metadata service of the cloud.',
  remediation:
    'Let the other namespace publish its Service itself, or allow it with a ReferenceGrant of the Gateway API; name hosts, not addresses.',
  subject: 'object',
  kinds: SERVICES,
  check: (object) => {
    const spec = serviceSpec(object);
    if (spec?.type !== 'ExternalName') return undefined;
    const target = targetOf((spec.externalName ?? '').replace(/\.$/, ''), object.identity.namespace || 'default');
    return target === undefined
      ? undefined
      : { fields: ['spec.externalName'], message: `${spec.externalName} is ${target}` };
  },
};

function targetOf(name: string, own: string): string | undefined {
  const lower = name.toLowerCase();
  if (lower === 'localhost' || lower.endsWith('.localhost')) return 'the machine of whoever asks';
  if (lower === 'metadata.google.internal') return 'the metadata service of the cloud';
  if (parseIP(lower) !== undefined)
    return lower.startsWith('169.254.') ? 'the metadata service of the cloud' : 'an address, and DNS has none for it';
  const [service = '', namespace = '', svc] = lower.split('.');
  if (svc !== 'svc' || namespace === own) return undefined;
  return `Service ${service} of namespace ${namespace}`;
}
