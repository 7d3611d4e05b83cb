import type { Ingress } from '@bulkhead/apimachinery/types/networking-v1';
import type { AuditObject } from '../../audit-object.js';
import type { ObjectRule } from '../../rule.js';

/** Annotations by which a load balancer in front has the certificate. */
const ELSEWHERE: readonly string[] = [
  'alb.ingress.kubernetes.io/certificate-arn',
  'ingress.gcp.kubernetes.io/pre-shared-cert',
  'networking.gke.io/managed-certificates',
  'appgw.ingress.kubernetes.io/appgw-ssl-certificate',
  'kubernetes.ingress.bluemix.net/tls-secret',
  'traefik.ingress.kubernetes.io/router.tls',
  'route.openshift.io/termination',
  'nginx.ingress.kubernetes.io/ssl-passthrough',
  'haproxy.org/ssl-passthrough',
];

export const ingressWithoutTLS: ObjectRule = {
  id: 'exposure/ingress-without-tls',
  title: 'Served without TLS',
  severity: 'low',
  gains: 'credentials',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: ['NSA:network-policies', 'MITRE:T1557'],
  description:
    'The Ingress has hosts for which no entry of `spec.tls` brings a certificate. An entry without hosts stands for all; a certificate that an annotation gives to the load balancer counts.',
  risk: 'Whoever is on the way reads and changes passwords, cookies and answers.',
  remediation: 'Add the hosts to `spec.tls` with a Secret, which cert-manager can fill.',
  subject: 'object',
  kinds: new Set(['Ingress']),
  check: (object) => {
    const { apiVersion } = object.identity;
    if (!apiVersion.startsWith('networking.k8s.io/') && !apiVersion.startsWith('extensions/')) return undefined;
    const { rules = [], tls = [], defaultBackend } = (object.object as Ingress).spec ?? {};
    if (hasCertificateElsewhere(object) || tls.some(({ hosts = [] }) => hosts.length === 0)) return undefined;
    const covered = tls.flatMap(({ hosts = [] }) => hosts);
    const open = rules.map(({ host = '' }, index) => ({ host, index })).filter(({ host }) => !isCovered(host, covered));
    if (open.length === 0 && (rules.length > 0 || defaultBackend === undefined || tls.length > 0)) return undefined;
    const hosts = open.map(({ host }) => (host === '' ? 'every host' : host));
    return {
      fields: tls.length === 0 ? ['spec.tls'] : open.map(({ index }) => `spec.rules[${index}].host`),
      message: `no certificate for ${[...new Set(hosts)].join(', ') || 'every host'}: the traffic is in the clear, or has a certificate that nobody trusts`,
    };
  },
};

const hasCertificateElsewhere = ({ metadata: { annotations = {} } }: AuditObject): boolean =>
  ELSEWHERE.some((key) => Object.hasOwn(annotations, key));

/** A wildcard stands for one label. */
function isCovered(host: string, covered: readonly string[]): boolean {
  if (covered.includes(host)) return true;
  const dot = host.indexOf('.');
  return dot > 0 && covered.includes(`*${host.slice(dot)}`);
}
