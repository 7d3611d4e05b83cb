/** A kubeconfig in memory: several files put together, paths made absolute. */

/** How the server is found and known. */
export interface KubeconfigCluster {
  readonly server: string;
  /** An absolute path, `''` where there is none. */
  readonly certificateAuthority: string;
  /** Base64 of PEM; wins over the file. */
  readonly certificateAuthorityData: string;
  readonly insecureSkipTLSVerify: boolean;
  readonly tlsServerName: string;
  readonly proxyURL: string;
  /** What an exec plugin is told under `config`: the extension client.authentication.k8s.io/exec. */
  readonly execConfig: unknown;
}

/** A program that gets credentials. */
export interface ExecPlugin {
  readonly apiVersion: string;
  /** A name for the PATH, or an absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly installHint: string;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: string;
}

/** Who one is to the server. */
export interface KubeconfigUser {
  readonly clientCertificate: string;
  readonly clientCertificateData: string;
  readonly clientKey: string;
  readonly clientKeyData: string;
  readonly token: string;
  readonly tokenFile: string;
  readonly username: string;
  readonly password: string;
  readonly as: string;
  readonly asUID: string;
  readonly asGroups: readonly string[];
  readonly asUserExtra: ReadonlyMap<string, readonly string[]>;
  readonly exec: ExecPlugin | undefined;
  /** The name of an authentication provider, which no client has any more. */
  readonly authProvider: string;
}

export interface KubeconfigContext {
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string;
}

export interface Kubeconfig {
  /** The files that were there. */
  readonly files: readonly string[];
  readonly currentContext: string;
  readonly clusters: ReadonlyMap<string, KubeconfigCluster>;
  readonly users: ReadonlyMap<string, KubeconfigUser>;
  readonly contexts: ReadonlyMap<string, KubeconfigContext>;
}

/** Where environment variables are looked up. */
export type Environment = Readonly<Partial<Record<string, string>>>;
