/** What of Services and Ingresses is found, and what is not, beyond the cases of `rules.test.ts`. */
import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { auditText } from '../../audit-text.js';
import { exposureRules } from './index.js';

const found = (yaml: string): readonly string[] =>
  auditText(yaml, { profile: defaultProfile(36), rules: exposureRules }).findings.map(
    ({ ruleId, severity, message }) => `${severity} ${ruleId.slice('exposure/'.length)}: ${message}`,
  );

const service = (spec: string, metadata = ''): readonly string[] =>
  found(`apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop${metadata}}\nspec: ${spec}\n`);

const ingress = (spec: string, annotations = ''): readonly string[] =>
  found(
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, annotations: {${annotations}}}\nspec: ${spec}\n`,
  );

const HOST = 'rules: [{host: a.example}, {host: b.example}]';

describe('a load balancer', () => {
  it.each([
    [
      'for the web is only noted',
      '{type: LoadBalancer, ports: [{port: 443}, {port: 80}]}',
      '',
      ['info load-balancer: port 443, 80 is open to every address that reaches the load balancer'],
    ],
    [
      'with ranges of everybody',
      '{type: LoadBalancer, loadBalancerSourceRanges: [0.0.0.0/0], ports: [{port: 22}]}',
      '',
      ['low load-balancer: port 22 is open to 0.0.0.0/0'],
    ],
    [
      'with ranges that are everybody together',
      '{type: LoadBalancer, loadBalancerSourceRanges: [0.0.0.0/1, 128.0.0.0/1, 192.0.2.0/24], ports: [{port: 22}]}',
      '',
      ['low load-balancer: port 22 is open to 0.0.0.0/1, 128.0.0.0/1, 192.0.2.0/24'],
    ],
    [
      'with ranges in the annotation',
      '{type: LoadBalancer, ports: [{port: 22}]}',
      ', annotations: {service.beta.kubernetes.io/load-balancer-source-ranges: 192.0.2.0/24}',
      [],
    ],
    [
      'inside the network of the cloud',
      '{type: LoadBalancer, ports: [{port: 22}]}',
      ', annotations: {networking.gke.io/load-balancer-type: Internal}',
      [],
    ],
  ])('%s', (_, spec, metadata, expected) => {
    expect(service(spec, metadata)).toEqual(expected);
  });
});

describe('an alias', () => {
  it.each([
    ['of its own namespace', 'api.shop.svc.cluster.local', []],
    [
      'of the metadata service',
      '169.254.169.254',
      ['medium external-name: 169.254.169.254 is the metadata service of the cloud'],
    ],
    ['of the machine', 'localhost', ['medium external-name: localhost is the machine of whoever asks']],
  ])('%s', (_, name, expected) => {
    expect(service(`{type: ExternalName, externalName: ${name}}`)).toEqual(expected);
  });
});

describe('an Ingress', () => {
  it.each([
    [
      'names the hosts without a certificate',
      `{${HOST}, tls: [{hosts: [a.example], secretName: s}]}`,
      '',
      [
        'low ingress-without-tls: no certificate for b.example: the traffic is in the clear, or has a certificate that nobody trusts',
      ],
    ],
    ['with a certificate for all', `{${HOST}, tls: [{secretName: s}]}`, '', []],
    ['behind a load balancer with the certificate', `{${HOST}}`, 'alb.ingress.kubernetes.io/certificate-arn: arn', []],
    [
      'with lines of configuration',
      `{${HOST}, tls: [{}]}`,
      'nginx.ingress.kubernetes.io/configuration-snippet: x',
      [
        'medium ingress-snippets: configuration-snippet: lines of configuration that run in the controller, for all namespaces',
      ],
    ],
  ])('%s', (_, spec, annotations, expected) => {
    expect(ingress(spec, annotations)).toEqual(expected);
  });
});
