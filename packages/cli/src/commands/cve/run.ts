/** `bulkhead cve`: reads components, judges each vulnerability of the feed, reports; or serves the feed. */
import { type AuditObject, Cluster, type InputError, isAtLeast, printable } from '@bulkhead/audit';
import {
  builtInCves,
  builtInFeed,
  type Cve,
  CveFacts,
  type FeedDocument,
  judgeAll,
  readFeed,
  severityOf,
} from '@bulkhead/audit/cve';
import { DEFAULT_CONFIGURATION } from '@bulkhead/engine/pod-security';
import type { ClusterProfile } from '@bulkhead/features';
import { type Context, EXIT, UsageError } from '../../context.js';
import { asksForCluster } from '../../options/live-options.js';
import { writeFileWhole } from '../../output.js';
import { printErrors, readObjects } from '../../read-objects.js';
import { untilStopped } from '../../server/until-stopped.js';
import { parseListen } from '../up/listen-address.js';
import { assumedVersion, nearestProfile } from './assumed-version.js';
import type { CveFlags } from './command.js';
import { serveFeed } from './feed-server.js';
import { readFeedSource } from './feed-source.js';
import { type CveReport, jsonReport } from './report-data.js';
import { tableReport } from './table.js';

export async function run(this: Context, flags: CveFlags, ...paths: string[]): Promise<void> {
  if (flags.serve && paths.length > 0) throw new UsageError('--serve answers the feed alone: leave out the paths');
  const given = flags.kubernetesVersion === undefined ? undefined : nearestProfile(flags);
  const feed = await chosenFeed(this, flags);
  for (const problem of feed.about.problems) this.process.stderr.write(`bulkhead: --feed: ${printable(problem)}\n`);
  if (flags.serve) return await serve(this, flags, feed.document);
  const cves = chosenCves(feed.cves, flags.id);
  const { objects, errors, profile, serverVersion } = await objectsOf(this, flags, paths, given);
  const facts = new CveFacts(new Cluster(profile, DEFAULT_CONFIGURATION, objects));
  const assumed = assumedVersion(flags.kubernetesVersion, serverVersion, facts.components);
  const report: CveReport = { assumed, feed: feed.about, results: judgeAll(cves, facts, assumed), errors };
  const toFile = flags.output !== undefined;
  const pieces =
    flags.format === 'json' ? jsonReport(report) : tableReport(report, this.colour && !toFile, flags.id !== undefined);
  if (flags.output === undefined) this.write(pieces);
  else writeFileWhole(flags.output, pieces, this.cwd);
  this.process.exitCode = exitCodeOf(report, flags.failOn);
}

interface ChosenFeed {
  readonly cves: readonly Cve[];
  readonly about: CveReport['feed'];
  readonly document: FeedDocument;
}

/** A given feed takes the place of the built-in one; records of runtimes stay, unless it has its own. */
async function chosenFeed(context: Context, { feed: source, allowHttp }: CveFlags): Promise<ChosenFeed> {
  const document = builtInFeed();
  if (source === undefined) {
    const cves = builtInCves();
    const about = { source: 'built-in feed', updated: updatedAt(document), items: cves.length, problems: [] };
    return { cves, about, document };
  }
  const given = await readFeedSource(source, { cwd: context.cwd, allowHttp });
  const known = new Map(builtInCves().map((cve) => [cve.id, cve]));
  const { cves, items, problems } = readFeed(given, known);
  if (cves.length === 0 && problems.length > 0) throw new UsageError(`--feed: ${printable(problems[0] ?? '')}`);
  const ids = new Set(cves.map(({ id }) => id));
  const ofFeed = new Set(document.items.map((item) => Reflect.get(item, 'id')));
  const runtimes = builtInCves().filter(({ id }) => !ids.has(id) && !ofFeed.has(id));
  const all = [...cves, ...runtimes];
  const about = { source: `feed ${shownSource(source)}`, updated: updatedAt(given), items: all.length, problems };
  return { cves: all, about, document: { ...document, items } };
}

/** Without a password that the URL may hold. */
function shownSource(source: string): string {
  if (!URL.canParse(source)) return source;
  const url = new URL(source);
  url.username = '';
  url.password = '';
  return url.href;
}

function updatedAt(document: unknown): string {
  const member = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  const updated = member(member(member(document, 'feed') ?? document, '_kubernetes_io'), 'updated_at');
  return typeof updated === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]{1,20}Z$/.test(updated) ? updated : '';
}

function chosenCves(cves: readonly Cve[], ids: readonly string[] | undefined): readonly Cve[] {
  if (ids === undefined) return cves;
  const wanted = new Set(ids.map((id) => id.toUpperCase()));
  const chosen = cves.filter(({ id }) => wanted.has(id));
  const found = new Set(chosen.map(({ id }) => id));
  const missing = [...wanted].filter((id) => !found.has(id));
  if (missing.length > 0) throw new UsageError(`--id ${missing.join(',')}: not in the feed`);
  return chosen;
}

async function objectsOf(
  context: Context,
  flags: CveFlags,
  paths: readonly string[],
  given: ClusterProfile | undefined,
): Promise<{
  readonly objects: readonly AuditObject[];
  readonly errors: readonly InputError[];
  readonly profile: ClusterProfile;
  /** What the API server says that it is. */
  readonly serverVersion: string | undefined;
}> {
  if (!asksForCluster(flags, paths) && paths.length === 0) {
    return { objects: [], errors: [], profile: given ?? nearestProfile(flags), serverVersion: undefined };
  }
  const source = { usage: 'cve PATH', paths, flags, kinds: 'audit', profile: given } as const;
  const { objects, input, progress, profile } = await readObjects(context, source);
  progress.done();
  printErrors(context, input);
  return { objects, errors: input.errors, profile, serverVersion: input.kubernetesVersion };
}

function exitCodeOf({ results, errors, feed }: CveReport, failOn: CveFlags['failOn']): number {
  if (errors.length > 0 || feed.problems.length > 0) return EXIT.incomplete;
  const fails =
    failOn !== 'none' &&
    results.some(({ verdict, cve }) => verdict === 'affected' && isAtLeast(severityOf(cve), failOn));
  return fails ? EXIT.findings : EXIT.clean;
}

async function serve(context: Context, { listen, format }: CveFlags, document: FeedDocument): Promise<void> {
  const { host, port } = parseListen(listen);
  const server = await serveFeed(document, host, port);
  const stopped = untilStopped();
  const { url } = server;
  context.write([
    format === 'json' ? `${JSON.stringify({ event: 'ready', url })}\n` : `${document.items.length} items at ${url}\n`,
  ]);
  await stopped;
  await server.close();
  if (format === 'json') context.write([`${JSON.stringify({ event: 'stopped' })}\n`]);
}
