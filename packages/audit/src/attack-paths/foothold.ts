/**
 * What an attacker holds at one point of a path: an identity, a workload, a node, or a power over a namespace. The
 * footholds are the nodes of the attack graph.
 */

/** Of a foothold's namespace: every namespace of the cluster. */
export const EVERY_NAMESPACE = '*';

export type FootholdKind =
  | 'user'
  | 'group'
  | 'serviceAccount'
  /** A pod, or the pods of a controller. */
  | 'workload'
  /** The rules of a role that was bound on the way; `namespace` is where they count. */
  | 'role'
  /** Every right in the namespace. */
  | 'namespace'
  /** Pods of one's own making in the namespace. */
  | 'podCreation'
  /** Code in the pods that run in the namespace; `name` limits it to those of one node. */
  | 'runningPods'
  /** The identity of every service account of the namespace. */
  | 'serviceAccounts'
  | 'anyUser'
  | 'secrets'
  /** Root on a node; `name` is the node, or one of `NODE_GROUPS`. */
  | 'node'
  /** The identity of a kubelet. */
  | 'nodeIdentity'
  /** An identity by constrained impersonation, for what its impersonator may do as it. */
  | 'acting'
  | 'clusterAdmin'
  /** What is gained without another identity; `name` is one of `OBJECTIVES`, `namespace` where it counts. */
  | 'objective';

/** Tactics of MITRE ATT&CK that need no further identity. */
export const OBJECTIVES = [
  'persistence',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'impact',
] as const;

export type Objective = (typeof OBJECTIVES)[number];

export class Foothold {
  readonly kind: FootholdKind;
  readonly namespace: string;
  readonly name: string;
  #key: string | undefined;

  constructor(kind: FootholdKind, namespace: string, name: string) {
    this.kind = kind;
    this.namespace = namespace;
    this.name = name;
  }

  /** The same for the same foothold, and no other. */
  get key(): string {
    this.#key ??= `${this.kind}/${this.namespace.length}/${this.namespace}/${this.name}`;
    return this.#key;
  }
}

/** Nodes that are not known by name. A `*` and blanks cannot stand in the name of a node. */
export const NODE_GROUPS = {
  every: '* every node',
  workers: '* every worker node',
  worker: '* some worker node',
  /** The tolerations let it be a control-plane node. */
  some: '* some node',
  controlPlane: '* a control-plane node',
} as const;

export function foothold(kind: FootholdKind, namespace = '', name = ''): Foothold {
  return new Foothold(kind, namespace, name);
}

/** Powers over namespaces, each made once: most steps lead to one of them. */
export class Places {
  readonly #byKind = new Map<FootholdKind, Map<string, Foothold>>();

  of(kind: FootholdKind, namespace: string): Foothold {
    let ofKind = this.#byKind.get(kind);
    if (ofKind === undefined) {
      ofKind = new Map();
      this.#byKind.set(kind, ofKind);
    }
    let place = ofKind.get(namespace);
    if (place === undefined) {
      place = foothold(kind, namespace);
      ofKind.set(namespace, place);
    }
    return place;
  }
}

export const CLUSTER_ADMIN: Foothold = foothold('clusterAdmin');

/** `namespace X`, or every namespace. */
export const namespaceText = (namespace: string): string =>
  namespace === EVERY_NAMESPACE ? 'every namespace' : `namespace ${namespace}`;

/** The foothold in words, for people. */
export function footholdText({ kind, namespace, name }: Foothold): string {
  switch (kind) {
    case 'user':
      return `user ${name}`;
    case 'group':
      return `group ${name}`;
    case 'serviceAccount':
      return `service account ${namespace}/${name}`;
    case 'workload':
      return name.replace('/', ` ${namespace}/`);
    case 'role':
      return `${name.replace('/', ' ')} in ${namespaceText(namespace)}`;
    case 'namespace':
      return `all of ${namespaceText(namespace)}`;
    case 'podCreation':
      return `own pods in ${namespaceText(namespace)}`;
    case 'runningPods':
      return `the pods of ${name === '' ? namespaceText(namespace) : `node ${name}`}`;
    case 'serviceAccounts':
      return `service accounts of ${namespaceText(namespace)}`;
    case 'anyUser':
      return 'any user';
    case 'secrets':
      return `secrets of ${namespaceText(namespace)}`;
    case 'node':
      return `root on ${name.startsWith('* ') ? name.slice(2) : `node ${name}`}`;
    case 'nodeIdentity':
      return `kubelet identity of ${name.startsWith('* ') ? name.slice(2) : `node ${name}`}`;
    case 'acting':
      return `acting as ${name}`;
    case 'clusterAdmin':
      return 'cluster-admin';
    case 'objective':
      return `${name} in ${namespace === EVERY_NAMESPACE ? 'the cluster' : namespaceText(namespace)}`;
    default:
      return kind;
  }
}
