/** Blocks of addresses that are wider or narrower than they look. */
import { addressOf, rangesContain } from '../address.js';
import type { AddressSet, CompiledPolicy, CompiledRule, Direction } from '../compiled-policy.js';
import { EVERYTHING, holdWorld } from '../world.js';
import { finding, type LintCluster, type LintFinding, peersField } from './lint-finding.js';

const METADATA_SERVICE = '169.254.169.254';
/** Where the clouds' metadata services listen. */
const METADATA_PORT = 80;

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
      const path = pathOf(set, rule, direction);
      const whole = set.cidrs.find((cidr) => EVERYTHING.has(cidr));
      if (whole !== undefined && direction === 'ingress')
        found.push(openToWorld(policy, rule, path, `${whole} lets every address in`));
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
  for (const policy of cluster.model.policies) found.push(...lintPieces(policy));
  return found;
}

/** Named ports open to everybody are what a public service is. */
const openToWorld = (policy: CompiledPolicy, { ports }: CompiledRule, path: string, message: string): LintFinding =>
  finding('allows-world', ports === undefined ? 'low' : 'info', policy, `${path}.cidr`, message);

/** The world in pieces, in one rule or in several for the same ports. */
function lintPieces(policy: CompiledPolicy): readonly LintFinding[] {
  const byPorts = new Map<string, Piece[]>();
  for (const rule of policy.ingress ?? []) {
    if (rule.action !== 'Allow') continue;
    for (const peer of rule.peers ?? []) {
      if (peer.kind !== 'addresses' || peer.cidrs.some((cidr) => EVERYTHING.has(cidr))) continue;
      const key = rule.ports === undefined ? '' : JSON.stringify(rule.ports);
      const pieces = byPorts.get(key);
      if (pieces === undefined) byPorts.set(key, [{ rule, set: peer }]);
      else pieces.push({ rule, set: peer });
    }
  }
  return [...byPorts.values()].flatMap((pieces) =>
    ([4, 6] as const).flatMap((family) => {
      const own = pieces.filter(({ set }) => set.ranges.some((range) => range.family === family));
      const [first] = own;
      if (
        first === undefined ||
        !holdWorld(
          family,
          own.flatMap(({ set }) => set.ranges),
        )
      )
        return [];
      const path = pathOf(first.set, first.rule, 'ingress');
      return [openToWorld(policy, first.rule, path, piecesText(own.flatMap(({ set }) => set.cidrs)))];
    }),
  );
}

interface Piece {
  readonly rule: CompiledRule;
  readonly set: AddressSet;
}

function piecesText(cidrs: readonly string[]): string {
  const names = [...new Set(cidrs)];
  const more = names.length > 4 ? ` and ${names.length - 4} more` : '';
  const which = names.length === 1 ? `${names[0]} lets` : `${names.slice(0, 4).join(', ')}${more} together let`;
  return `${which} every public address in`;
}

const pathOf = (set: AddressSet, { path, peers }: CompiledRule, direction: Direction): string =>
  `${path}.${peersField(direction)}[${peers?.indexOf(set) ?? 0}].ipBlock`;

const opensMetadataPort = ({ ports }: CompiledRule): boolean =>
  ports === undefined ||
  ports.some(
    (match) =>
      match.kind === 'range' && match.protocol === 'TCP' && match.from <= METADATA_PORT && METADATA_PORT <= match.to,
  );
