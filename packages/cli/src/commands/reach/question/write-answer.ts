/** The answer to one question with its explanation, rule by rule. */
import { type Painter, painter, printable } from '@bulkhead/audit';
import type {
  ConnectionQuestion,
  ExplainedConnection,
  ExplainedDirection,
  ExplainedPolicy,
  ExplainedRule,
} from '@bulkhead/engine/network-policy';
import type { ClusterNetwork } from '../cluster-network.js';
import { jsonHead, jsonList } from '../json-lines.js';
import { placeText } from '../remarks.js';
import { sideText } from '../side.js';

export function* answerTable(
  question: ConnectionQuestion,
  { answer, port, directions }: ExplainedConnection,
  network: ClusterNetwork,
  colour: boolean,
): Iterable<string> {
  const paint = painter(colour);
  const words = `${sideText(question.from)} to ${sideText(question.to)}, ${question.protocol ?? 'TCP'} ${question.port}`;
  yield `${answer.allowed ? paint.green('yes') : paint.red('no')} - ${printable(answer.reason)}\n`;
  yield `${printable(words)}${port === question.port ? '' : `, port ${port} of the pods`}\n`;
  if (answer.partial) yield `${paint.yellow('partial')}: not every pair of pods may connect\n`;
  if (answer.implementationDefined) {
    yield `${paint.yellow('depends on the network plugin')}: the documentation leaves it open; this is what most do\n`;
  }
  for (const direction of directions) yield* directionLines(direction, network, paint);
}

function* directionLines(
  { direction, subject, exempt, policies }: ExplainedDirection,
  network: ClusterNetwork,
  paint: Painter,
): Iterable<string> {
  const whose = subject === '' ? '' : ` of ${printable(subject)}`;
  const state = exempt !== '' ? exempt : policies.length === 0 ? 'no policy selects it: open' : '';
  yield `\n${paint.bold(`${direction}${whose}`)}${state === '' ? '' : `: ${state}`}\n`;
  for (const policy of policies) yield* policyLines(policy, direction, network, paint);
}

function* policyLines(
  { title, tier, object, rules }: ExplainedPolicy,
  direction: ExplainedDirection['direction'],
  network: ClusterNetwork,
  paint: Painter,
): Iterable<string> {
  const place = placeText(network.place(object, `spec.${direction}`));
  const name = tier === 'NetworkPolicy' ? `${object.kind} ${title}` : `${title} (${tier} tier)`;
  yield `  ${printable(name)}  ${paint.dim(printable(place))}\n`;
  if (rules.length === 0) yield `    no ${direction} rule: nothing is let through\n`;
  for (const rule of rules) {
    const line = placeText(network.place(object, rule.path));
    const matches = rule.peersMatch && rule.portsMatch;
    yield `    ${matches ? verbOf(rule, paint) : '-    '}  ${rule.path}: ${outcome(rule)}  ${paint.dim(printable(line))}\n`;
  }
}

const VERBS = { Allow: 'allow', Deny: 'deny ', Pass: 'pass ' } as const;

const verbOf = ({ action }: ExplainedRule, paint: Painter): string =>
  action === 'Deny' ? paint.red(VERBS[action]) : paint.green(VERBS[action]);

function outcome({ peersMatch, portsMatch }: ExplainedRule): string {
  if (peersMatch) return portsMatch ? 'peers and ports match' : 'peers match, ports do not';
  return portsMatch ? 'ports match, peers do not' : 'neither peers nor ports match';
}

export function* answerJson(
  question: ConnectionQuestion,
  { answer, port, directions }: ExplainedConnection,
  network: ClusterNetwork,
  kubernetesVersion: string,
): Iterable<string> {
  yield jsonHead('ConnectionAnswer', kubernetesVersion, { question, ...answer, podPort: port });
  const placed = directions.map(({ policies, ...direction }) => ({
    ...direction,
    policies: policies.map(({ rules, ...policy }) => ({
      ...policy,
      ...network.place(policy.object, `spec.${direction.direction}`),
      rules: rules.map((rule) => ({ ...rule, ...network.place(policy.object, rule.path) })),
    })),
  }));
  yield* jsonList('explanation', placed);
  yield* jsonList('problems', network.problems);
  yield `,\n "errors":${JSON.stringify(network.input.errors)}}\n`;
}
