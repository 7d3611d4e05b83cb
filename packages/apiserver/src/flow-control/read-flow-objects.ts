/**
 * FlowSchemas and PriorityLevelConfigurations as they are stored: what is missing or out of its range in them does not
 * keep requests from being classified. Validation has told the author; a store may hold what another version wrote.
 */
import type { KubeObject } from '../registry/kube-object.js';
import type {
  FlowNonResourceRule,
  FlowResourceRule,
  FlowRules,
  FlowSchema,
  FlowSubject,
  PriorityLevel,
  PriorityLevelSpec,
  Queuing,
} from './flow-objects.js';

const MAX_QUEUES = 10_000_000;
/** Of a hand of cards from few queues: each costs time. */
const MAX_HAND = 64;
const MAX_SHARES = 1_000_000;
const LAST = 10_000;

/** Matches nothing where it cannot be understood. */
export function readFlowSchema(object: KubeObject): FlowSchema {
  const spec = fieldsOf(object['spec']);
  const distinguisher = textOf(fieldsOf(spec['distinguisherMethod'])['type']);
  return {
    ...headOf(object),
    spec: {
      priorityLevelConfiguration: { name: textOf(fieldsOf(spec['priorityLevelConfiguration'])['name']) },
      matchingPrecedence: numberOf(spec['matchingPrecedence'], LAST),
      ...(distinguisher === 'ByUser' || distinguisher === 'ByNamespace'
        ? { distinguisherMethod: { type: distinguisher } }
        : {}),
      rules: listOf(spec['rules']).map(readRules),
    },
  };
}

/** Limited where it does not say that it is exempt. */
export function readPriorityLevel(object: KubeObject): PriorityLevel {
  const spec = fieldsOf(object['spec']);
  const head = headOf(object);
  const exempt = readShares(spec['exempt']);
  if (spec['type'] === 'Exempt') return { ...head, spec: { type: 'Exempt', exempt } };
  const response = fieldsOf(fieldsOf(spec['limited'])['limitResponse']);
  const queuing = response['queuing'];
  const limitResponse: NonNullable<PriorityLevelSpec['limited']>['limitResponse'] =
    response['type'] === 'Queue'
      ? { type: 'Queue', ...(queuing === undefined ? {} : { queuing: readQueuing(fieldsOf(queuing)) }) }
      : { type: 'Reject' };
  return { ...head, spec: { type: 'Limited', limited: { ...readShares(spec['limited']), limitResponse } } };
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textsOf = (value: unknown): readonly string[] => listOf(value).filter((each) => typeof each === 'string');
const numberOf = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

function within(value: unknown, otherwise: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.trunc(numberOf(value, otherwise))));
}

function headOf({ apiVersion, kind, metadata }: KubeObject) {
  const { name = '', uid, annotations } = metadata;
  const more = { ...(uid === undefined ? {} : { uid }), ...(annotations === undefined ? {} : { annotations }) };
  return { apiVersion, kind, metadata: { name, ...more } };
}

function readShares(value: unknown): { readonly nominalConcurrencyShares?: number } {
  const shares = fieldsOf(value)['nominalConcurrencyShares'];
  return typeof shares === 'number' ? { nominalConcurrencyShares: within(shares, 0, 0, MAX_SHARES) } : {};
}

function readQueuing({ queues, handSize, queueLengthLimit }: Fields): Queuing {
  const all = within(queues, 64, 1, MAX_QUEUES);
  return {
    queues: all,
    handSize: within(handSize, 8, 1, Math.min(all, MAX_HAND)),
    queueLengthLimit: within(queueLengthLimit, 50, 1, LAST),
  };
}

function readRules(value: unknown): FlowRules {
  const { subjects, resourceRules, nonResourceRules } = fieldsOf(value);
  return {
    subjects: listOf(subjects).flatMap(readSubject),
    resourceRules: listOf(resourceRules).map(readResourceRule),
    nonResourceRules: listOf(nonResourceRules).map(readNonResourceRule),
  };
}

function readSubject(value: unknown): readonly FlowSubject[] {
  const { kind, user, group, serviceAccount } = fieldsOf(value);
  if (kind === 'User') return [{ kind, user: { name: textOf(fieldsOf(user)['name']) } }];
  if (kind === 'Group') return [{ kind, group: { name: textOf(fieldsOf(group)['name']) } }];
  if (kind !== 'ServiceAccount') return [];
  const { namespace, name } = fieldsOf(serviceAccount);
  return [{ kind, serviceAccount: { namespace: textOf(namespace), name: textOf(name) } }];
}

function readResourceRule(value: unknown): FlowResourceRule {
  const { verbs, apiGroups, resources, clusterScope, namespaces } = fieldsOf(value);
  return {
    verbs: textsOf(verbs),
    apiGroups: textsOf(apiGroups),
    resources: textsOf(resources),
    clusterScope: clusterScope === true,
    namespaces: textsOf(namespaces),
  };
}

function readNonResourceRule(value: unknown): FlowNonResourceRule {
  const { verbs, nonResourceURLs } = fieldsOf(value);
  return { verbs: textsOf(verbs), nonResourceURLs: textsOf(nonResourceURLs) };
}
