/** Blocks of addresses that are wider or narrower than they look. */
import { addressOf, rangesContain } from '../address.js';
import type { AddressSet, CompiledRule } from '../compiled-policy.js';
import { finding, type LintCluster, type LintFinding, peersField } from './lint-finding.js';

const METADATA_SERVICE = '169.254.169.254';
/** Where the clouds' metadata services listen. */
const METADATA_PORT = 80;
const EVERYWHERE: readonly string[] = ['0.0.0.0/0', '::/0'];

export function lintAddresses(cluster: LintCluster): readonly LintFinding[] {
  const found: LintFinding[] = [];
  const { endpoints } = cluster.model;
  const isDualStack = endpoints.some(
    ({ addresses }) => addresses.some(({ family }) => family === 4) && addresses.some(({ family }) => family === 6),
  );
  const metadataService = addressOf(METADATA_SERVICE);
  for (const { policy, direction, rule } of cluster.rules) {
    if (rule.action !== 'Allow') continue;
    if (rule.peers === undefined && rule.ports === undefined) {
      const isIngress = direction === 'ingress';
      const message = isIngress ? 'lets everybody in, from anywhere' : 'lets traffic out to anywhere';
      found.push(finding('allows-everything', isIngress ? 'low' : 'info', policy, rule.path, message));
    }
    const sets = (rule.peers ?? []).filter((peer): peer is AddressSet => peer.kind === 'addresses');
    for (const set of sets) {
      const path = `${rule.path}.${peersField(direction)}[${rule.peers?.indexOf(set) ?? 0}].ipBlock`;
      const whole = set.cidrs.find((cidr) => EVERYWHERE.includes(cidr));
      if (whole !== undefined && direction === 'ingress') {
        // Named ports open to everybody are what a public service is.
        const severity = rule.ports === undefined ? 'low' : 'info';
        found.push(finding('allows-world', severity, policy, `${path}.cidr`, `${whole} lets every address in`));
      }
      if (
        direction === 'egress' &&
        metadataService !== undefined &&
        rangesContain(set.ranges, metadataService) &&
        opensMetadataPort(rule)
      ) {
        const message = `opens ${METADATA_SERVICE}, where clouds hand out the machine's credentials; list it in except`;
        found.push(finding('metadata-service', 'medium', policy, path, message));
      }
      if (isDualStack && whole === '0.0.0.0/0' && !sets.some(({ cidrs }) => cidrs.includes('::/0'))) {
        found.push(finding('one-family', 'info', policy, `${path}.cidr`, 'holds no IPv6 address, and pods have some'));
      }
    }
  }
  return found;
}

const opensMetadataPort = ({ ports }: CompiledRule): boolean =>
  ports === undefined ||
  ports.some(
    (match) =>
      match.kind === 'range' && match.protocol === 'TCP' && match.from <= METADATA_PORT && METADATA_PORT <= match.to,
  );
