import type { Rule } from '../../rule.js';
import { externalIPs } from './external-ips.js';
import { externalName } from './external-name.js';
import { ingressSnippets } from './ingress-snippets.js';
import { ingressWithoutTLS } from './ingress-without-tls.js';
import { loadBalancer } from './load-balancer.js';
import { nodePort } from './node-port.js';
import { privilegedPort } from './privileged-port.js';
import { selectsNothing } from './selects-nothing.js';

export const exposureRules: readonly Rule[] = [
  ingressSnippets,
  externalIPs,
  externalName,
  loadBalancer,
  nodePort,
  ingressWithoutTLS,
  privilegedPort,
  selectsNothing,
];
