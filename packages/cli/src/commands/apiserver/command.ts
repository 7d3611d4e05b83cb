import { buildCommand } from '@stricli/core';
import type { Context } from '../../context.js';
import { type ApiServerFlags, apiServerFlags } from './flags.js';

export const apiserverCommand = buildCommand<ApiServerFlags, [], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: { flags: apiServerFlags },
  docs: {
    brief: "the API server alone, with kube-apiserver's own flags",
    fullDescription: [
      "Names, defaults and file formats are kube-apiserver's. Objects are kept in etcd (--etcd-servers), or with",
      '--storage lmdb:DIR in an embedded store.',
      '',
      '  bulkhead apiserver --etcd-servers https://127.0.0.1:2379 --etcd-cafile ca.crt --etcd-certfile c.crt \\',
      '    --etcd-keyfile c.key --tls-cert-file s.crt --tls-private-key-file s.key --client-ca-file ca.crt \\',
      '    --service-account-issuer https://kubernetes.default.svc --service-account-key-file sa.pub \\',
      '    --service-account-signing-key-file sa.key --authorization-mode Node,RBAC',
    ].join('\n'),
  },
});
