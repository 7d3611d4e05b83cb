/** From a kubeconfig and the name of a context to one server and who one is to it. */
import { ClusterError, foreignText } from '../cluster-error.js';
import type { Kubeconfig, KubeconfigCluster, KubeconfigUser } from './kubeconfig.js';
import { NOBODY } from './nothing.js';

export interface ChosenContext {
  readonly name: string;
  /** The name in the kubeconfig. */
  readonly userName: string;
  readonly cluster: KubeconfigCluster;
  readonly user: KubeconfigUser;
  readonly namespace: string;
}

/** Throws a ClusterError that names what there is. `wanted` is a flag's; the file's own where it is left out. */
export function chooseContext(kubeconfig: Kubeconfig, wanted: string | undefined): ChosenContext {
  const where = kubeconfig.files.map(foreignText).join(', ') || 'the kubeconfig';
  const name = wanted ?? kubeconfig.currentContext;
  const context = kubeconfig.contexts.get(name);
  if (context === undefined) throw new ClusterError(noContext(kubeconfig, wanted, where));
  const cluster = kubeconfig.clusters.get(context.cluster);
  if (cluster === undefined) {
    throw new ClusterError(
      `context ${quoted(name)} is of cluster ${quoted(context.cluster)}, which is not in ${where}`,
    );
  }
  const user = context.user === '' ? NOBODY : kubeconfig.users.get(context.user);
  if (user === undefined) {
    throw new ClusterError(`context ${quoted(name)} is of user ${quoted(context.user)}, who is not in ${where}`);
  }
  return { name, userName: context.user, cluster, user, namespace: context.namespace };
}

function noContext({ contexts, currentContext }: Kubeconfig, wanted: string | undefined, where: string): string {
  const names = [...contexts.keys()];
  const shown = names.slice(0, MAX_SHOWN).map(foreignText).join(', ');
  const more = names.length > MAX_SHOWN ? ` and ${names.length - MAX_SHOWN} more` : '';
  const existing = names.length === 0 ? 'it has none' : `it has ${shown}${more}`;
  if (wanted !== undefined) return `no context ${quoted(wanted)} in ${where}: ${existing}`;
  const problem = currentContext === '' ? 'says no current context' : `has no context ${quoted(currentContext)}`;
  return `${where} ${problem}: name one with --context (${existing})`;
}

const MAX_SHOWN = 20;

const quoted = (name: string): string => JSON.stringify(foreignText(name));
