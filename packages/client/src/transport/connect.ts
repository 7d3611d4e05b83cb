/** From the user's kubeconfig to a transport. */
import { ClusterError, foreignText } from '../cluster-error.js';
import type { ExecSurroundings } from '../credentials/exec-plugin.js';
import { readPluginPolicy } from '../credentials/plugin-policy.js';
import { credentialsOf, impersonationOf, pemOf } from '../credentials/user-credentials.js';
import { type ChosenContext, chooseContext } from '../kubeconfig/choose-context.js';
import { inClusterKubeconfig } from '../kubeconfig/in-cluster.js';
import type { Environment, Kubeconfig } from '../kubeconfig/kubeconfig.js';
import { loadKubeconfig } from '../kubeconfig/load-kubeconfig.js';
import { proxyFor } from './proxy.js';
import { serverAddress } from './server-address.js';
import { Transport, type TransportLimits } from './transport.js';

export interface ConnectOptions extends Omit<ExecSurroundings, 'policy'> {
  readonly env: Environment;
  readonly cwd: string;
  /** The file of a flag. */
  readonly kubeconfig?: string | undefined;
  /** The context of a flag. */
  readonly context?: string | undefined;
  readonly allowHTTP: boolean;
  readonly userAgent: string;
  readonly limits?: Partial<TransportLimits>;
}

export interface Connection {
  readonly transport: Transport;
  /** The context that was chosen. */
  readonly context: ChosenContext;
  /** What the user should know about the way to the server. */
  readonly warnings: readonly string[];
}

/** Nothing is sent yet. Throws a ClusterError. */
export function connect(options: ConnectOptions): Connection {
  const { env, cwd } = options;
  const context = chooseContext(kubeconfigOf(options), options.context);
  const { cluster, user } = context;
  const server = serverAddress(cluster.server, options.allowHTTP);
  const proxy = proxyFor(server, cluster.proxyURL, env);
  const authority = authorityOf(context);
  const policy = user.exec === undefined ? ({ kind: 'AllowAll' } as const) : readPluginPolicy(env, cwd);
  const transport = new Transport({
    server,
    authority,
    serverName: cluster.tlsServerName,
    skipVerification: cluster.insecureSkipTLSVerify,
    proxy,
    credentials: credentialsOf(context, authority, { ...options, policy }),
    impersonation: impersonationOf(user),
    userAgent: options.userAgent,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  return { transport, context, warnings: warningsOf(context, server.isEncrypted) };
}

function kubeconfigOf({ env, cwd, kubeconfig: file, context }: ConnectOptions): Kubeconfig {
  const kubeconfig = loadKubeconfig({ file, env, cwd });
  if (kubeconfig.files.length > 0) return kubeconfig;
  const inside = context === undefined ? inClusterKubeconfig(env) : undefined;
  if (inside !== undefined) return inside;
  const listed = env['KUBECONFIG'] ?? '';
  const where =
    listed === ''
      ? 'there is no ~/.kube/config, and KUBECONFIG is not set'
      : `no file of KUBECONFIG=${foreignText(listed)} is there`;
  throw new ClusterError(`no kubeconfig: ${where}; name one with --kubeconfig`);
}

function authorityOf({ name, cluster }: ChosenContext): string | undefined {
  const authority = pemOf(
    cluster.certificateAuthorityData,
    cluster.certificateAuthority,
    `the certificate authority of context ${JSON.stringify(foreignText(name))}`,
  );
  if (authority !== undefined && cluster.insecureSkipTLSVerify) {
    throw new ClusterError(
      'the kubeconfig names a certificate authority and insecure-skip-tls-verify: only one can be meant',
    );
  }
  if (authority !== undefined && !authority.includes('-----BEGIN CERTIFICATE-----')) {
    throw new ClusterError(
      `the certificate authority of context ${JSON.stringify(foreignText(name))} is no certificate in PEM`,
    );
  }
  return authority;
}

function warningsOf({ cluster }: ChosenContext, isEncrypted: boolean): readonly string[] {
  if (!isEncrypted) return ["the server is asked over plain HTTP: what it answers could be anybody's"];
  if (!cluster.insecureSkipTLSVerify) return [];
  return ["the server's certificate is not verified (insecure-skip-tls-verify): what it answers could be anybody's"];
}
