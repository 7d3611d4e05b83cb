import type { Rule } from '../../rule.js';
import { allowsEverything } from './allows-everything.js';
import { allowsWorld } from './allows-world.js';
import { defaultDeny } from './default-deny.js';
import { dnsEgress } from './dns-egress.js';
import { dnsEgressTcp } from './dns-egress-tcp.js';
import { effect } from './effect.js';
import { emptyEgress } from './empty-egress.js';
import { enforcement } from './enforcement.js';
import { hostNetwork } from './host-network.js';
import { ignoredRules } from './ignored-rules.js';
import { metadataService } from './metadata-service.js';
import { namedPort } from './named-port.js';
import { oneFamily } from './one-family.js';
import { peerSelectsNothing } from './peer-selects-nothing.js';
import { refused } from './refused.js';
import { repeatedPort } from './repeated-port.js';
import { samePriority } from './same-priority.js';
import { selectsNothing } from './selects-nothing.js';
import { separatePeers } from './separate-peers.js';
import { servicePort } from './service-port.js';
import { shadowedRule } from './shadowed-rule.js';

export const networkPolicyRules: readonly Rule[] = [
  refused,
  enforcement,
  separatePeers,
  ignoredRules,
  emptyEgress,
  metadataService,
  hostNetwork,
  samePriority,
  defaultDeny,
  allowsEverything,
  allowsWorld,
  selectsNothing,
  peerSelectsNothing,
  namedPort,
  servicePort,
  dnsEgress,
  dnsEgressTcp,
  oneFamily,
  repeatedPort,
  shadowedRule,
  effect,
];
