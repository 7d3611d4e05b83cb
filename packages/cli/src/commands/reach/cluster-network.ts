/** From paths to the network of a cluster: its model, what the API server would refuse, hints, and where each stands. */
import { decodingError } from '@bulkhead/apimachinery';
import type { AuditObject } from '@bulkhead/audit';
import {
  type LintFinding,
  lintNetworkPolicies,
  NetworkModel,
  type ObjectReference,
  type Problem,
} from '@bulkhead/engine/network-policy';
import type { ClusterProfile } from '@bulkhead/features';
import type { Context } from '../../context.js';
import type { Input } from '../../input/index.js';
import type { Progress } from '../../progress.js';
import { readObjects } from '../../read-objects.js';
import type { ReachFlags } from './command.js';

/** Where a field stands; an empty file and line 0 for what is not in the input. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface NetworkOptions {
  readonly profile: ClusterProfile;
  readonly ipBlockMatchesPods: boolean;
}

export type PlacedProblem = Problem & Place;
export type PlacedHint = LintFinding & Place;

const POLICY_KINDS: ReadonlySet<string> = new Set([
  'NetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
]);

const SEVERITIES: readonly LintFinding['severity'][] = ['medium', 'low', 'info'];

export class ClusterNetwork {
  readonly model: NetworkModel;
  readonly input: Input;
  readonly progress: Progress;
  /** Policies that the API server would refuse, each with its place. */
  readonly problems: readonly PlacedProblem[];
  readonly profile: ClusterProfile;
  readonly #objects: readonly AuditObject[];
  readonly #taken: readonly object[];
  #byReference: ReadonlyMap<string, AuditObject> | undefined;

  constructor(objects: readonly AuditObject[], input: Input, progress: Progress, options: NetworkOptions) {
    this.#objects = objects;
    this.input = input;
    this.progress = progress;
    this.profile = options.profile;
    const undecodable = objects.filter(
      (object) => isPolicy(object) && decodingError(object.schemaFindings) !== undefined,
    );
    const refused = new Set(undecodable);
    this.#taken = objects.filter((object) => !refused.has(object)).map(({ object }) => object);
    this.model = new NetworkModel(this.#taken, options);
    this.problems = [
      ...undecodable.map(decodingProblem),
      ...this.model.problems.map((problem) => ({ ...problem, ...this.place(problem.object, problem.fieldPath) })),
    ];
  }

  /** Hints on the policies, worst first. */
  hints(): readonly PlacedHint[] {
    return lintNetworkPolicies(this.model)
      .map((finding) => ({ ...finding, ...this.place(finding.object, finding.fieldPath) }))
      .toSorted((left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity));
  }

  /** The model as it would be with these objects besides. */
  modelWith(objects: readonly object[], options: NetworkOptions): NetworkModel {
    return new NetworkModel([...this.#taken, ...objects], options);
  }

  /** Where the field stands in its file. */
  place(reference: ObjectReference, fieldPath: string): Place {
    this.#byReference ??= new Map(this.#objects.map((object) => [keyOf(referenceOf(object)), object]));
    const found = this.#byReference.get(keyOf(reference));
    return found === undefined ? { file: '', line: 0, column: 0 } : placeIn(found, fieldPath);
  }
}

/** Reads the paths, or the cluster that the flags name. */
export async function readClusterNetwork(
  context: Context,
  flags: ReachFlags,
  paths: readonly string[],
): Promise<ClusterNetwork> {
  const read = await readObjects(context, { usage: 'reach PATH', paths, flags, kinds: 'network' });
  const { objects, input, progress, profile } = read;
  progress.stage('reading policies');
  return new ClusterNetwork(objects, input, progress, { profile, ipBlockMatchesPods: flags.ipBlockMatchesPods });
}

const isPolicy = ({ identity }: AuditObject): boolean => POLICY_KINDS.has(identity.kind);

const isNamespaced = (kind: string): boolean =>
  kind === 'NetworkPolicy' || !(POLICY_KINDS.has(kind) || CLUSTER.has(kind));

const CLUSTER: ReadonlySet<string> = new Set(['Namespace', 'Node', 'Cluster']);

function referenceOf({ identity: { kind, namespace, name } }: AuditObject): ObjectReference {
  return { kind, namespace: isNamespaced(kind) ? namespace || 'default' : '', name };
}

const keyOf = ({ kind, namespace, name }: ObjectReference): string => `${kind} ${namespace}/${name}`;

function placeIn(object: AuditObject, fieldPath: string): Place {
  const { file, line, column } = object.locate(fieldPath);
  return { file, line, column };
}

function decodingProblem(object: AuditObject): PlacedProblem {
  const message = decodingError(object.schemaFindings) ?? '';
  const found = object.schemaFindings.find((finding) => finding.message === message);
  const fieldPath = found !== undefined && 'path' in found ? found.path : '';
  return { object: referenceOf(object), fieldPath, message, ...placeIn(object, fieldPath) };
}
