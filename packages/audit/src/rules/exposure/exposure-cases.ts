/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import type { Severity } from '../../finding.js';
import { pod, type RuleCase } from '../rule-case.js';

const service = (spec: string, namespace = 'shop'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: ${namespace}}\nspec: ${spec}\n`;

const ingress = (spec: string, metadata = ''): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, namespace: shop${metadata}}\nspec: ${spec}\n`;

const PORTS = 'ports: [{port: 5432}]';
const BACKEND = '{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}';
const RULES = `rules: [{host: shop.example, http: {paths: [${BACKEND}]}}]`;

const SNIPPETS_ALLOWED = `apiVersion: v1
kind: ConfigMap
metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
data: {allow-snippet-annotations: "true"}
`;

const found = (fieldPath: string, message: string, severity: Severity): RuleCase['findings'] => [
  { fieldPath, message, severity },
];

const labelled = (labels: string): string => `${pod({ metadata: `, labels: {${labels}}` })}---\n`;

export const EXPOSURE_CASES: Readonly<Record<string, RuleCase>> = {
  'exposure/external-ips': {
    failing: service(`{externalIPs: [192.0.2.53], ${PORTS}}`),
    findings: found(
      'spec.externalIPs',
      'every node sends traffic for 192.0.2.53 to the pods of this Service',
      'medium',
    ),
    passing: service(`{${PORTS}}`),
  },
  'exposure/load-balancer': {
    failing: service(`{type: LoadBalancer, ${PORTS}}`),
    findings: found(
      'spec.loadBalancerSourceRanges',
      'port 5432 is open to every address that reaches the load balancer',
      'low',
    ),
    passing: service(`{type: LoadBalancer, loadBalancerSourceRanges: [192.0.2.0/24], ${PORTS}}`),
  },
  'exposure/node-port': {
    failing: service('{type: NodePort, ports: [{port: 5432, nodePort: 30001}]}'),
    findings: found('spec.type', 'port 5432 is open on every node as 30001', 'low'),
    passing: service(`{type: ClusterIP, ${PORTS}}`),
  },
  'exposure/external-name': {
    failing: service('{type: ExternalName, externalName: api.payments.svc.cluster.local}'),
    findings: found(
      'spec.externalName',
      'api.payments.svc.cluster.local is Service api of namespace payments',
      'medium',
    ),
    passing: service('{type: ExternalName, externalName: db.example.com}'),
  },
  'exposure/selects-nothing': {
    failing: labelled('app: wbe') + service(`{selector: {app: web}, ${PORTS}}`),
    findings: found('spec.selector', 'no pod of the input has app=web', 'info'),
    passing: labelled('app: web') + service(`{selector: {app: web}, ${PORTS}}`),
  },
  'exposure/ingress-without-tls': {
    failing: ingress(`{${RULES}}`),
    findings: found(
      'spec.tls',
      'no certificate for shop.example: the traffic is in the clear, or has a certificate that nobody trusts',
      'low',
    ),
    passing: ingress(`{${RULES}, tls: [{hosts: ["*.example"], secretName: tls}]}`),
  },
  'exposure/ingress-snippets': {
    failing: SNIPPETS_ALLOWED,
    findings: found(
      'data.allow-snippet-annotations',
      'whoever may write an Ingress in any namespace runs configuration of their own in the controller',
      'high',
    ),
    passing: ingress(`{${RULES}}`),
  },
  'exposure/privileged-port': {
    failing: pod({
      container: '\n    ports: [{containerPort: 80}, {containerPort: 443}]',
      podContext: ', runAsUser: 101',
    }),
    findings: found(
      'spec.containers[0].ports[0].containerPort',
      'container "app" listens on 80 and 443 as uid 101: that needs NET_BIND_SERVICE or a port from 1024 on, and works only where net.ipv4.ip_unprivileged_port_start is 0 (containerd 2)',
      'low',
    ),
    passing: pod({ container: '\n    ports: [{containerPort: 8080}]', podContext: ', runAsUser: 101' }),
  },
};
