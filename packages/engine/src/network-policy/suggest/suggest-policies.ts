/**
 * Policies that keep given flows and close the rest: for every namespace with pods a default deny of both directions and
 * egress to the cluster's DNS, and for every workload of a flow one policy with the rules that it needs.
 *
 * - kube-system is left alone: what runs there is reached in ways that no list of flows shows.
 * - hostNetwork pods and machines are no subject of policies; as peers they are the addresses that they have.
 * - Flows that cannot be written are named, with the reason; nothing wider is written in their place.
 */
import { formatIP } from '@bulkhead/apimachinery/ip';
import type { Address } from '../address.js';
import type { Direction } from '../compiled-policy.js';
import type { Side as Party } from '../connection-verdict.js';
import { type ConnectionQuestion, partiesOfQuestion } from '../decide-connection.js';
import type { Endpoint } from '../endpoint.js';
import type { NetworkModel } from '../network-model.js';
import { AllowRules, type WrittenPeer, type WrittenPort, type WrittenRule } from './allow-rules.js';
import { type WorkloadSelector, workloadSelector } from './workload-selector.js';

export interface SuggestedPolicy {
  readonly apiVersion: 'networking.k8s.io/v1';
  readonly kind: 'NetworkPolicy';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: object;
}

export interface FlowProblem {
  /** Index in the list of flows. */
  readonly flow: number;
  readonly message: string;
}

export interface Suggestion {
  readonly policies: readonly SuggestedPolicy[];
  readonly problems: readonly FlowProblem[];
}

const SYSTEM = 'kube-system';
const DNS_LABELS = { 'k8s-app': 'kube-dns' };
const DNS_PORT = 53;
const NAME_LABEL = 'kubernetes.io/metadata.name';

export function suggestPolicies(model: NetworkModel, flows: readonly ConnectionQuestion[]): Suggestion {
  const subjects = new Map<string, Subject>();
  const problems: FlowProblem[] = [];
  for (const [index, flow] of flows.entries()) {
    const messages = new Set(keepFlow(model, flow, subjects));
    problems.push(...[...messages].map((message) => ({ flow: index, message })));
  }
  const namespaces = new Set(model.endpoints.filter(isHeld).map(({ namespace }) => namespace));
  const policies = [...namespaces].toSorted().flatMap((namespace) => {
    const names = new Set<string>();
    const own = [...subjects.values()].filter(({ endpoint }) => endpoint.namespace === namespace);
    return [
      written(namespace, unique('default-deny', names), { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
      written(namespace, unique('allow-dns', names), {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [{ to: [DNS_PEER], ports: [portOf('UDP', DNS_PORT), portOf('TCP', DNS_PORT)] }],
      }),
      ...own.map((subject) => policyOf(subject, unique(`allow-${subject.endpoint.node.name}`, names))),
    ];
  });
  return { policies, problems };
}

interface Subject extends WorkloadSelector {
  readonly endpoint: Endpoint;
  readonly ingress: AllowRules;
  readonly egress: AllowRules;
}

const DNS_PEER: WrittenPeer = {
  namespaceSelector: { matchLabels: { [NAME_LABEL]: SYSTEM } },
  podSelector: { matchLabels: DNS_LABELS },
};

const portOf = (protocol: WrittenPort['protocol'], port: number): WrittenPort => ({ protocol, port });

/** Whether policies of this suggestion hold the pods. */
const isHeld = ({ hostNetwork, namespace }: Endpoint): boolean => !hostNetwork && namespace !== SYSTEM;

/** Adds the rules of one flow; says what cannot be written. */
function* keepFlow(model: NetworkModel, flow: ConnectionQuestion, subjects: Map<string, Subject>): Iterable<string> {
  const parties = partiesOfQuestion(model, flow);
  if ('problem' in parties) {
    yield parties.problem;
    return;
  }
  for (const source of parties.sources) {
    for (const { party: target, port } of parties.targets) {
      if (source.endpoint !== undefined && source.endpoint === target.endpoint && source.endpoint.kind === 'Pod')
        continue;
      const written = portOf(parties.protocol, port);
      if (!isDns(target, port)) yield* keepSide(model, 'egress', source, target, written, subjects);
      yield* keepSide(model, 'ingress', target, source, written, subjects);
    }
  }
}

/** DNS is open for every pod. */
const isDns = ({ endpoint }: Party, port: number): boolean =>
  port === DNS_PORT && endpoint?.namespace === SYSTEM && endpoint.labels['k8s-app'] === DNS_LABELS['k8s-app'];

function* keepSide(
  model: NetworkModel,
  direction: Direction,
  subject: Party,
  other: Party,
  port: WrittenPort,
  subjects: Map<string, Subject>,
): Iterable<string> {
  const { endpoint } = subject;
  if (endpoint === undefined || !isHeld(endpoint)) return;
  const found = subjectOf(model, endpoint, subjects);
  if (typeof found === 'string') {
    yield found;
    return;
  }
  if (found.alsoSelects.length > 0) {
    const own = `${endpoint.node.namespace}/${endpoint.node.name}`;
    const others = found.alsoSelects.join(', ');
    yield `${own} cannot be told from ${others} by labels that stay, so the policy is for both`;
  }
  const peer = peerOf(model, other, endpoint.namespace);
  if (typeof peer === 'string') yield peer;
  else found[direction].add(peer, port);
}

function subjectOf(model: NetworkModel, endpoint: Endpoint, subjects: Map<string, Subject>): Subject | string {
  const selector = workloadSelector(model, endpoint);
  if (selector === undefined) return unselectable(endpoint);
  const key = `${endpoint.namespace} ${JSON.stringify(selector.matchLabels)}`;
  let subject = subjects.get(key);
  if (subject === undefined) {
    subject = { endpoint, ...selector, ingress: new AllowRules(), egress: new AllowRules() };
    subjects.set(key, subject);
  }
  return subject;
}

const unselectable = ({ node }: Endpoint): string =>
  `${node.namespace}/${node.name} has no labels that stay, so no policy can select it alone`;

/** The peer as the subject's policy writes it, or why it cannot. */
function peerOf(model: NetworkModel, { endpoint, address }: Party, namespace: string): WrittenPeer | string {
  if (endpoint !== undefined && !endpoint.hostNetwork) {
    const selector = workloadSelector(model, endpoint);
    if (selector === undefined) return unselectable(endpoint);
    const podSelector = { matchLabels: selector.matchLabels };
    if (endpoint.namespace === namespace) return { podSelector };
    return { namespaceSelector: { matchLabels: { [NAME_LABEL]: endpoint.namespace } }, podSelector };
  }
  if (address !== undefined) return { ipBlock: { cidr: `${formatIP(address)}/${bitsOf(address)}` } };
  const who = endpoint === undefined ? 'a machine' : `${endpoint.node.namespace}/${endpoint.node.name} (hostNetwork)`;
  return `the address of ${who} is not in the input; a policy needs it, except between a pod and its own node`;
}

const bitsOf = ({ family }: Address): number => (family === 4 ? 32 : 128);

function policyOf({ endpoint, matchLabels, ingress, egress }: Subject, name: string): SuggestedPolicy {
  const [incoming, outgoing] = [ingress.rules(), egress.rules()];
  const policyTypes = [incoming.length > 0 ? 'Ingress' : '', outgoing.length > 0 ? 'Egress' : ''];
  return written(endpoint.namespace, name, {
    podSelector: { matchLabels },
    policyTypes: policyTypes.filter((type) => type !== ''),
    ...(incoming.length > 0 ? { ingress: incoming.map(({ peers, ports }) => ({ from: peers, ports })) } : {}),
    ...(outgoing.length > 0 ? { egress: outgoing.map(egressRule) } : {}),
  });
}

const egressRule = ({ peers, ports }: WrittenRule): object => ({ to: peers, ports });

const written = (namespace: string, name: string, spec: object): SuggestedPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec,
});

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}-${count}`;
  taken.add(free);
  return free;
}
