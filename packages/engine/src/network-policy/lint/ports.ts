/** Ports that no pod has, that are there twice, or that are a Service's where a pod's was meant. */
import { type CompiledPolicy, DIRECTIONS, type Direction, type PortMatch } from '../compiled-policy.js';
import { protocolsOf } from '../direction-verdict.js';
import { namedPorts } from '../endpoint.js';
import { field, objectAt, objectsOf, textMapOf, textOf } from '../plain-object.js';
import { targetPort } from '../service-target.js';
import { finding, type LintCluster, type LintFinding, type PlacedRule } from './lint-finding.js';

export function lintPorts(cluster: LintCluster): readonly LintFinding[] {
  const found: LintFinding[] = [];
  const translated = translatedPorts(cluster);
  for (const placed of cluster.rules) {
    lintNamedPorts(cluster, placed, found);
    lintRepeatedPorts(placed, found);
    lintServicePorts(cluster, placed, translated, found);
  }
  return found;
}

/** Ports of one rule are compiled in their order, so the index is that of the list. */
function portPath({ policy, rule }: PlacedRule, index: number): string {
  const list = policy.kind === 'ClusterNetworkPolicy' ? 'protocols' : 'ports';
  return `${rule.path}.${list}[${index}]`;
}

function lintNamedPorts(cluster: LintCluster, placed: PlacedRule, found: LintFinding[]): void {
  for (const [index, match] of (placed.rule.ports ?? []).entries()) {
    // Nothing is known of the ports of pods that the input does not hold.
    if (match.kind !== 'named' || !cluster.someDestination(placed, () => true)) continue;
    const has = cluster.someDestination(placed, (pod) =>
      protocolsOf(match).some((protocol) => namedPorts(pod, match.name, protocol).length > 0),
    );
    if (has) continue;
    const whose = placed.direction === 'ingress' ? 'selected pod' : 'pod among the peers';
    const protocol = match.protocol === undefined ? '' : `${match.protocol} `;
    const message = `no ${whose} has a ${protocol}port named ${JSON.stringify(match.name)}, so the entry matches nothing`;
    const path = placed.policy.kind === 'NetworkPolicy' ? `${portPath(placed, index)}.port` : portPath(placed, index);
    found.push(finding('named-port', 'medium', placed.policy, path, message));
  }
}

function lintRepeatedPorts(placed: PlacedRule, found: LintFinding[]): void {
  const ports = placed.rule.ports ?? [];
  for (const [index, match] of ports.entries()) {
    const earlier = ports.findIndex(
      (other, at) => at !== index && covers(other, match) && (at < index || !covers(match, other)),
    );
    if (earlier < 0) continue;
    const message = `says what ${portPath(placed, earlier)} says already`;
    found.push(finding('repeated-port', 'info', placed.policy, portPath(placed, index), message));
  }
}

export function covers(outer: PortMatch, inner: PortMatch): boolean {
  if (outer.kind === 'named') {
    return inner.kind === 'named' && outer.name === inner.name && (outer.protocol ?? inner.protocol) === inner.protocol;
  }
  if (inner.kind === 'named') return false;
  return outer.protocol === inner.protocol && outer.from <= inner.from && inner.to <= outer.to;
}

interface TranslatedPort {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly protocol: unknown;
  readonly selector: readonly (readonly [string, string])[];
}

/** Service ports that lead to another number, by namespace. */
function translatedPorts({ model }: LintCluster): ReadonlyMap<string, readonly TranslatedPort[]> {
  const found = new Map<string, TranslatedPort[]>();
  for (const [key, service] of model.serviceObjects) {
    if (!key.startsWith('Service ')) continue;
    const metadata = objectAt(service, 'metadata');
    const namespace = textOf(metadata, 'namespace') || 'default';
    const selector = Object.entries(textMapOf(objectAt(service, 'spec'), 'selector'));
    if (selector.length === 0) continue;
    for (const entry of objectsOf(objectAt(service, 'spec'), 'ports')) {
      const from = field(entry, 'port');
      const protocol = field(entry, 'protocol') ?? 'TCP';
      const pod = model
        .endpointsIn(namespace)
        .find(({ labels }) => selector.every(([name, value]) => Object.hasOwn(labels, name) && labels[name] === value));
      if (pod === undefined || typeof from !== 'number' || (protocol !== 'TCP' && protocol !== 'UDP')) continue;
      const to = targetPort(entry, pod, protocol);
      if (to === undefined || to === from) continue;
      const list = found.get(namespace) ?? [];
      list.push({ title: textOf(metadata, 'name'), from, to, protocol, selector });
      found.set(namespace, list);
    }
  }
  return found;
}

function lintServicePorts(
  cluster: LintCluster,
  placed: PlacedRule,
  translated: ReadonlyMap<string, readonly TranslatedPort[]>,
  found: LintFinding[],
): void {
  if (placed.policy.kind !== 'NetworkPolicy' || placed.direction !== 'ingress') return;
  const services = translated.get(placed.policy.namespace);
  if (services === undefined) return;
  const pods = cluster.members(placed.policy.subject);
  for (const [index, match] of (placed.rule.ports ?? []).entries()) {
    if (match.kind !== 'range' || match.from !== match.to) continue;
    const declares = pods.some(({ ports }) =>
      ports.some(({ port, protocol }) => port === match.from && protocol === match.protocol),
    );
    if (declares) continue;
    const service = services.find(
      ({ from, protocol, selector }) =>
        from === match.from &&
        protocol === match.protocol &&
        pods.some(({ labels }) =>
          selector.every(([name, value]) => Object.hasOwn(labels, name) && labels[name] === value),
        ),
    );
    if (service === undefined) continue;
    const message = `${match.from} is the port of service ${service.title}; policies see the pods' port ${service.to}`;
    found.push(finding('service-port', 'medium', placed.policy, `${portPath(placed, index)}.port`, message));
  }
}

/** Rules under a direction that policyTypes leaves out, and an empty egress that isolates nothing. */
export function lintPolicyTypes({ model }: LintCluster): readonly LintFinding[] {
  return model.policies
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap((policy) => DIRECTIONS.flatMap((direction) => policyTypeFindings(policy, direction)));
}

function policyTypeFindings(policy: CompiledPolicy, direction: Direction): readonly LintFinding[] {
  if (policy[direction] !== undefined) return [];
  const spec = objectAt(policy.object, 'spec');
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const path = `spec.${direction}`;
  if (objectsOf(spec, direction).length > 0) {
    return [finding('ignored-rules', 'medium', policy, path, `is ignored: policyTypes does not list ${type}`)];
  }
  if (Array.isArray(field(spec, direction)) && !Array.isArray(field(spec, 'policyTypes'))) {
    return [
      finding('empty-egress', 'medium', policy, path, 'an empty list isolates nothing: policyTypes must list Egress'),
    ];
  }
  return [];
}
