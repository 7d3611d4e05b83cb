/** From paths, or the flags that name a cluster, to the objects that commands ask about. */
import { formatMinor } from '@bulkhead/apimachinery';
import { AuditObject, serverDecoding, withoutManaged } from '@bulkhead/audit';
import type { ClusterProfile } from '@bulkhead/features';
import { expandLists } from '@bulkhead/manifest';
import { type Context, UsageError } from './context.js';
import { type Input, NOT_THERE, readInput } from './input/index.js';
import { type KindSet, kindsOf } from './live/kind-sets.js';
import { inputOf, readLiveState } from './live/read-live.js';
import { type ClusterFlags, type ConfiguredCluster, profileFrom } from './options/cluster-options.js';
import { foundVersion } from './options/found-version.js';
import { asksForCluster, type LiveFlags } from './options/live-options.js';
import { type Progress, progress } from './progress.js';

/** What a command asks to be read. */
export interface Source {
  /** Where paths are given, as `audit PATH`. */
  readonly usage: string;
  readonly paths: readonly string[];
  readonly flags: ClusterFlags & LiveFlags;
  /** The kinds that are read of a cluster. */
  readonly kinds: KindSet;
  readonly configured?: ConfiguredCluster;
  /** The profile that counts whatever else is said. */
  readonly profile?: ClusterProfile | undefined;
  /** The namespace that is enough, where others may not be read. */
  readonly namespace?: string | undefined;
}

export interface ReadFiles {
  readonly input: Input;
  readonly progress: Progress;
  /** The version and gates of the flags, else of the configuration, else of the cluster. */
  readonly profile: ClusterProfile;
}

export interface ReadObjects extends ReadFiles {
  readonly objects: readonly AuditObject[];
}

/** Reads all that is named, decodes it, and folds what a controller made into the controller. */
export async function readObjects(context: Context, source: Source): Promise<ReadObjects> {
  const read = await readFiles(context, source);
  const decoding = serverDecoding(read.profile);
  const objects = read.input.files.flatMap(({ name, documents }) =>
    documents.flatMap(expandLists).map((object) => new AuditObject(name, object, read.profile, decoding)),
  );
  const isCluster = read.input.kubernetesVersion !== undefined;
  const folds = isCluster || source.kinds === 'audit';
  return { ...read, objects: folds ? withoutManaged(objects, isCluster) : objects };
}

/** Reads all that is named; remarks go to stderr, errors are the caller's to report. */
export async function readFiles(context: Context, source: Source): Promise<ReadFiles> {
  const { flags, configured = {} } = source;
  const isLive = asksForCluster(flags, source.paths);
  const said = source.profile ?? flags.kubernetesVersion ?? configured.kubernetesVersion;
  // What is wrong with the flags is said before anything is read; gates of a cluster hang on its version.
  const asked = source.profile ?? profileFrom(isLive && said === undefined ? {} : flags, configured);
  const show = progress(context);
  const input = isLive ? await readLive(context, source, show) : await readPaths(context, source, asked, show);
  const remarks = [...input.notes];
  let profile = asked;
  if (input.kubernetesVersion !== undefined && said === undefined) {
    const { version, note } = foundVersion(input.kubernetesVersion);
    profile = profileFrom(flags, configured, version);
    if (note !== undefined) remarks.push(note);
  }
  if (isLive && (flags.featureGates ?? configured.featureGates) === undefined) {
    const version = formatMinor(profile.minor);
    remarks.push(`the API does not tell feature gates: the defaults of ${version} count; --feature-gates names others`);
  }
  for (const remark of remarks) context.process.stderr.write(`bulkhead: ${remark}\n`);
  return { input, progress: show, profile };
}

async function readLive(context: Context, { flags, kinds, namespace }: Source, show: Progress): Promise<Input> {
  const request = { flags, kinds: kindsOf(kinds), namespace, secrets: 'types' } as const;
  return inputOf(await readLiveState(context, request, show));
}

async function readPaths(
  context: Context,
  { usage, paths }: Source,
  profile: ClusterProfile,
  show: Progress,
): Promise<Input> {
  if (paths.length === 0) {
    throw new UsageError(
      `name a file, a folder, a chart, or - for stdin: bulkhead ${usage}; or a cluster with --context`,
    );
  }
  const input = await readInput(paths, {
    cwd: context.cwd,
    stdin: context.stdin,
    env: context.process.env ?? {},
    kubernetesVersion: formatMinor(profile.minor),
    onProgress: show.files,
  });
  const [first] = input.errors;
  // With nothing but paths that lead nowhere there is nothing to answer.
  if (input.files.length === 0 && first !== undefined && input.errors.every(({ message }) => message === NOT_THERE)) {
    throw new UsageError(input.errors.map(({ file, message }) => `${file}: ${message}`).join('; '));
  }
  return input;
}

/** Errors of the input for people, one line each. */
export function printErrors(context: Context, input: Input): void {
  for (const { file, line, column, message } of input.errors) {
    context.process.stderr.write(`bulkhead: ${line > 0 ? `${file}:${line}:${column}` : file}: ${message}\n`);
  }
}
