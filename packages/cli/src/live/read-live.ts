/** From the flags that name a cluster to its objects, each as the YAML that kubectl would print. */
import type { InputError } from '@bulkhead/audit';
import {
  ClusterError,
  type ClusterReading,
  type Connection,
  connect,
  readCluster,
  type SecretDetail,
  serverVersion,
  type WantedKind,
} from '@bulkhead/client';
import { toYaml } from '@bulkhead/manifest';
import { type Context, UsageError } from '../context.js';
import type { Input, InputFile } from '../input/index.js';
import { parseText } from '../input/index.js';
import type { LiveFlags } from '../options/live-options.js';
import type { Progress } from '../progress.js';
import { clusterPlace, dumpPath } from './object-place.js';

export interface LiveRequest {
  readonly flags: LiveFlags;
  readonly kinds: readonly WantedKind[];
  readonly namespace: string | undefined;
  /** Whether nothing of other namespaces is asked for. */
  readonly onlyNamespace?: boolean;
  readonly secrets: SecretDetail;
}

/** An object of the cluster as it is reported and dumped. */
export interface LiveObject {
  /** `cluster:shop/Deployment/web` */
  readonly name: string;
  /** `shop/Deployment.apps/web.yaml` */
  readonly path: string;
  readonly text: string;
}

export interface LiveState {
  readonly server: string;
  readonly context: string;
  /** `''` where the server does not say it. */
  readonly kubernetesVersion: string;
  /** Why the server did not say its version. */
  readonly versionGap?: string;
  /** In the order of their paths. */
  readonly objects: readonly LiveObject[];
  readonly gaps: ClusterReading['gaps'];
  readonly notes: readonly string[];
}

/** Throws a UsageError where the cluster cannot be asked at all. */
export async function readLiveState(context: Context, request: LiveRequest, show: Progress): Promise<LiveState> {
  try {
    return await read(context, request, show);
  } catch (error) {
    if (error instanceof ClusterError) throw new UsageError(error.message);
    throw error;
  }
}

async function read(context: Context, { flags, ...wanted }: LiveRequest, show: Progress): Promise<LiveState> {
  const connection = connectTo(context, flags);
  const { transport } = connection;
  try {
    for (const warning of connection.warnings) context.process.stderr.write(`bulkhead: warning: ${warning}\n`);
    show.stage(`asking ${transport.server.shown}`);
    const version = await serverVersion(transport);
    if (version.kind === 'unauthorized') {
      throw new ClusterError(
        `${transport.server.shown} does not know who asks (401 ${version.message}): the credentials of context ${JSON.stringify(connection.context.name)} are wrong or have expired`,
      );
    }
    const reading = await readCluster(transport, {
      ...wanted,
      now: () => context.now().getTime(),
      onProgress: (count, resource) => show.stage(`reading ${resource}: ${count} objects`),
    });
    const isAlone = reading.objects.length === 0 && reading.gaps.length > 0;
    if (isAlone)
      throw new ClusterError(
        `nothing of the cluster could be read: ${reading.gaps[0]?.resource}: ${reading.gaps[0]?.message}`,
      );
    return {
      server: transport.server.shown,
      context: connection.context.name,
      ...(version.kind === 'known'
        ? { kubernetesVersion: version.gitVersion }
        : { kubernetesVersion: '', versionGap: `not read: ${version.message}` }),
      notes: reading.notes,
      ...textsOf(reading),
    };
  } finally {
    transport.close();
  }
}

function connectTo(context: Context, flags: LiveFlags): Connection {
  const { stderr, env = {} } = context.process;
  return connect({
    env,
    cwd: context.cwd,
    kubeconfig: flags.kubeconfig,
    context: flags.context,
    allowHTTP: flags.allowHttp === true,
    userAgent: `bulkhead/${context.version}`,
    isInteractive: context.showProgress && process.stdin.isTTY === true,
    complain: (text) => stderr.write(text),
    now: () => context.now().getTime(),
  });
}

function textsOf(reading: ClusterReading): Pick<LiveState, 'objects' | 'gaps'> {
  const gaps = [...reading.gaps];
  const objects: LiveObject[] = [];
  for (const object of reading.objects) {
    const name = clusterPlace(object);
    try {
      objects.push({ name, path: dumpPath(object), text: toYaml(object.value) });
    } catch {
      // Nested deeper than any object that a server keeps.
      gaps.push({ resource: object.kind, message: `${name} is not read: it is nested too deep` });
    }
  }
  objects.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { objects, gaps };
}

/** The state as an input like any other. */
export function inputOf({ objects, gaps, notes, kubernetesVersion }: LiveState): Input {
  const files: InputFile[] = [];
  const errors: InputError[] = gaps.map(({ resource, message }) => gapError(`cluster:${resource}`, message));
  for (const { name, text } of objects) {
    const parsed = parseText({ text });
    if (parsed === undefined) {
      errors.push(
        gapError(name, 'not read, and nothing after it: the cluster is too large for the memory of this machine'),
      );
      break;
    }
    for (const error of parsed.errors) errors.push({ file: name, ...error });
    if (parsed.documents.length > 0) files.push({ name, documents: parsed.documents });
  }
  return { files, errors, notes, kubernetesVersion };
}

const gapError = (file: string, message: string): InputError => ({ file, line: 1, column: 1, message });
