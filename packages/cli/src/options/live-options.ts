/** The flags that name a cluster to read, shared by all commands that read files. */
import { UsageError } from '../context.js';
import { text } from './text.js';

export interface LiveFlags {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly live?: boolean;
  readonly allowHttp?: boolean;
}

export const liveFlags = {
  context: {
    kind: 'parsed',
    parse: text,
    optional: true,
    brief: 'read the cluster of this context of the kubeconfig instead of files; its version counts',
    placeholder: 'name',
  },
  kubeconfig: {
    kind: 'parsed',
    parse: text,
    optional: true,
    brief: 'read the cluster of this kubeconfig (default KUBECONFIG, then ~/.kube/config)',
    placeholder: 'file',
  },
  live: {
    kind: 'boolean',
    optional: true,
    withNegated: false,
    brief: 'read the cluster of the current context, or the one that this pod runs in',
  },
  allowHttp: {
    kind: 'boolean',
    optional: true,
    withNegated: false,
    brief: 'read a cluster whose server is plain HTTP',
  },
} as const;

/** Whether the flags ask for a cluster; files besides are a mistake. */
export function asksForCluster(flags: LiveFlags, paths: readonly string[]): boolean {
  const { context, kubeconfig, live } = flags;
  const flag = [
    context === undefined ? '' : '--context',
    kubeconfig === undefined ? '' : '--kubeconfig',
    live === true ? '--live' : '',
  ].find((name) => name !== '');
  if (flag === undefined) return false;
  if (paths.length > 0) throw new UsageError(`${flag} reads a cluster, a PATH reads files: give one of them`);
  return true;
}
