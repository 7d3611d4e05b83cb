import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { text } from '../../options/text.js';

export interface UpFlags extends ClusterFlags {
  readonly state?: string;
  readonly listen: string;
  readonly kubeconfig?: string;
  readonly runtimeConfig?: string;
  readonly node: 'none' | 'local' | 'simulated';
  readonly nodes?: number;
  readonly store: 'lmdb' | 'etcd';
  readonly etcdServers?: string;
  readonly output: 'text' | 'json';
}

const number = (input: string): number => {
  const value = Number(input);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${input} is no positive number`);
  return value;
};

export const upCommand = buildCommand<UpFlags, [], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      state: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'where keys and objects are kept (default $XDG_STATE_HOME/bulkhead or ~/.local/state/bulkhead)',
        placeholder: 'dir',
      },
      listen: {
        kind: 'parsed',
        parse: text,
        default: '127.0.0.1:6443',
        brief: 'address and port; port 0 takes a free one',
        placeholder: 'host:port',
      },
      kubeconfig: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'where the kubeconfig of the user admin is written (default STATE/kubeconfig)',
        placeholder: 'file',
      },
      runtimeConfig: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'APIs beside those that are on by default: api/all=true, certificates.k8s.io/v1beta1=true',
        placeholder: 'apis',
      },
      node: {
        kind: 'enum',
        values: ['none', 'local', 'simulated'],
        default: 'none',
        brief: 'who runs pods: nobody, this machine, or nodes that only say so',
      },
      nodes: {
        kind: 'parsed',
        parse: number,
        optional: true,
        brief: 'how many simulated nodes, 1 to 1024 (default 1)',
        placeholder: 'n',
      },
      store: { kind: 'enum', values: ['lmdb', 'etcd'], default: 'lmdb', brief: 'where objects are kept' },
      etcdServers: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'of --store etcd: URLs, separated by commas',
        placeholder: 'urls',
      },
      output: {
        kind: 'enum',
        values: ['text', 'json'],
        default: 'text',
        brief: 'for people, or one JSON object a line',
      },
      ...clusterFlags,
    },
  },
  docs: {
    brief: 'a Kubernetes control plane on this machine: API server, security and controllers',
    fullDescription: [
      'Starts a Kubernetes API server of the chosen version with its security on (RBAC, the Node authorizer, Pod',
      'Security, NodeRestriction), and the controllers that clients rely on. Unchanged clients talk to it.',
      '',
      '  bulkhead up                                  https://127.0.0.1:6443, the state survives',
      '  bulkhead up --kubernetes-version 1.29 --feature-gates UserNamespacesSupport=true',
      '  bulkhead up --node simulated --nodes 3       pods become Running, without containers',
      '  bulkhead up --state /tmp/x --listen 127.0.0.1:0 --output json',
      '',
      'Ctrl-C stops it in order; a second time at once.',
    ].join('\n'),
  },
});
