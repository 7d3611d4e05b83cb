/** kube-apiserver's flags. Source: cmd/kube-apiserver/app/options, k8s.io/apiserver/pkg/server/options. */
import { text } from '../../options/text.js';

/** `--flag`, `--flag=true`, `--flag=false`, as Go's flags are. */
function boolean(input: string): boolean {
  if (input === '' || ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(input)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(input)) return false;
  throw new Error(`invalid argument "${input}": parsing as a boolean: use true or false`);
}

function integer(input: string): number {
  if (!/^-?\d+$/.test(input)) throw new Error(`invalid argument "${input}": use a whole number`);
  return Number(input);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Go's durations in milliseconds: `1m30s`. */
function duration(input: string): number {
  const parts = [...input.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (input === '0') return 0;
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== input) {
    throw new Error(`invalid argument "${input}": use a duration such as 30s or 1h`);
  }
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (UNITS[unit ?? ''] ?? 0), 0);
}

const parsed = <T>(parse: (input: string) => T, brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse, optional: true, brief, placeholder }) as const;
const words = (brief: string, placeholder: string) => parsed(text, brief, placeholder);
const flag = (brief: string) =>
  ({ kind: 'parsed', parse: boolean, optional: true, inferEmpty: true, brief, placeholder: 'bool' }) as const;
const repeated = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: text, optional: true, variadic: true, brief, placeholder }) as const;

export interface ApiServerFlags {
  readonly securePort?: number;
  readonly bindAddress?: string;
  readonly advertiseAddress?: string;
  readonly etcdServers?: string;
  readonly etcdCafile?: string;
  readonly etcdCertfile?: string;
  readonly etcdKeyfile?: string;
  readonly storage?: string;
  readonly certDir?: string;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
  readonly clientCaFile?: string;
  readonly serviceAccountIssuer?: readonly string[];
  readonly serviceAccountKeyFile?: readonly string[];
  readonly serviceAccountSigningKeyFile?: string;
  readonly serviceAccountMaxTokenExpiration?: number;
  readonly serviceAccountExtendTokenExpiration?: boolean;
  readonly serviceAccountLookup?: boolean;
  readonly apiAudiences?: string;
  readonly tokenAuthFile?: string;
  readonly enableBootstrapTokenAuth?: boolean;
  readonly anonymousAuth?: boolean;
  readonly authenticationConfig?: string;
  readonly allowPrivileged?: boolean;
  readonly authorizationMode?: string;
  readonly authorizationConfig?: string;
  readonly enableAdmissionPlugins?: string;
  readonly disableAdmissionPlugins?: string;
  readonly admissionControlConfigFile?: string;
  readonly auditPolicyFile?: string;
  readonly auditLogPath?: string;
  readonly auditLogMode?: string;
  readonly auditLogMaxsize?: number;
  readonly auditLogMaxage?: number;
  readonly auditLogMaxbackup?: number;
  readonly featureGates?: string;
  readonly runtimeConfig?: string;
  readonly emulatedVersion?: string;
  readonly kubernetesVersion?: string;
  readonly serviceClusterIpRange?: string;
  readonly requestTimeout?: number;
  readonly minRequestTimeout?: number;
  readonly maxRequestsInflight?: number;
  readonly maxMutatingRequestsInflight?: number;
  readonly shutdownDelayDuration?: number;
  readonly output: 'text' | 'json';
}

const serving = {
  securePort: parsed(integer, 'port of HTTPS (default 6443)', 'port'),
  bindAddress: words('address to listen on (default 0.0.0.0)', 'ip'),
  advertiseAddress: words('address by which the cluster reaches the server', 'ip'),
  certDir: words('where a serving certificate is made when none is given (default /var/run/kubernetes)', 'dir'),
  tlsCertFile: words('certificate of HTTPS, with the chain behind it', 'file'),
  tlsPrivateKeyFile: words('its key', 'file'),
  requestTimeout: parsed(duration, 'of requests that are not long-running (default 1m0s)', 'duration'),
  minRequestTimeout: parsed(integer, 'seconds that a watch lasts at least (default 1800)', 'seconds'),
  maxRequestsInflight: parsed(integer, 'reading requests at the same time (default 400)', 'n'),
  maxMutatingRequestsInflight: parsed(integer, 'writing requests at the same time (default 200)', 'n'),
  shutdownDelayDuration: parsed(duration, 'how long the server goes on after it was told to stop', 'duration'),
} as const;

const storage = {
  etcdServers: words('URLs of etcd, separated by commas', 'urls'),
  etcdCafile: words('authority of etcd', 'file'),
  etcdCertfile: words('client certificate for etcd', 'file'),
  etcdKeyfile: words('its key', 'file'),
  storage: words('an embedded store instead of etcd: lmdb:DIR', 'store'),
} as const;

const identity = {
  clientCaFile: words('authorities of client certificates', 'file'),
  serviceAccountIssuer: repeated('issuer of service account tokens; the first signs', 'url'),
  serviceAccountKeyFile: repeated('keys that verify service account tokens', 'file'),
  serviceAccountSigningKeyFile: words('key that signs service account tokens', 'file'),
  serviceAccountMaxTokenExpiration: parsed(duration, 'the longest life of a token', 'duration'),
  serviceAccountExtendTokenExpiration: flag('tokens of pods outlive what they asked for, for a while (default true)'),
  serviceAccountLookup: flag('tokens end with the account and the secret they are of (default true)'),
  apiAudiences: words('audiences of tokens for this server (default: the issuers)', 'names'),
  tokenAuthFile: words('static tokens: token,user,uid,"group,group"', 'file'),
  enableBootstrapTokenAuth: flag('accept bootstrap tokens from secrets in kube-system'),
  anonymousAuth: flag('requests without a credential are those of system:anonymous (default true)'),
  authenticationConfig: words('AuthenticationConfiguration', 'file'),
} as const;

const policy = {
  allowPrivileged: flag('containers may be privileged (default false)'),
  authorizationMode: words('Node, RBAC, AlwaysAllow, AlwaysDeny, in order (default AlwaysAllow)', 'modes'),
  authorizationConfig: words('AuthorizationConfiguration', 'file'),
  enableAdmissionPlugins: words('beside those that are on by default', 'names'),
  disableAdmissionPlugins: words('of those that are on by default', 'names'),
  admissionControlConfigFile: words('configuration of admission plugins', 'file'),
  auditPolicyFile: words('which events are logged', 'file'),
  auditLogPath: words('file of the audit log; - is standard output', 'file'),
  auditLogMode: words('blocking, blocking-strict or batch', 'mode'),
  auditLogMaxsize: parsed(integer, 'megabytes of a log file before it is rotated', 'n'),
  auditLogMaxage: parsed(integer, 'days that old log files are kept', 'n'),
  auditLogMaxbackup: parsed(integer, 'old log files that are kept', 'n'),
} as const;

const version = {
  featureGates: words('A=true,B=false', 'gates'),
  runtimeConfig: words('APIs beside those that are on by default', 'apis'),
  emulatedVersion: words('behave as an older version', 'version'),
  kubernetesVersion: words('the version to be, 1.27 to 1.36 (default 1.35)', 'version'),
  serviceClusterIpRange: words('addresses of services (default 10.0.0.0/24)', 'cidr'),
  output: { kind: 'enum', values: ['text', 'json'], default: 'text', brief: 'for people, or one JSON object a line' },
} as const;

export const apiServerFlags = { ...serving, ...storage, ...identity, ...policy, ...version } as const;
