/** `bulkhead reach`: the connection list, one question, a batch, exposure, a diff, or suggested policies. */
import { formatMinor } from '@bulkhead/apimachinery';
import {
  diffReachability,
  explainConnection,
  exposure,
  reachability,
  type Side,
} from '@bulkhead/engine/network-policy';
import type { ClusterProfile } from '@bulkhead/features';
import { type Context, EXIT, UsageError } from '../../context.js';
import { writeFileWhole } from '../../output.js';
import { printErrors } from '../../read-objects.js';
import { changesCsv, changesJson, changesTable } from './changes.js';
import { type ClusterNetwork, readClusterNetwork } from './cluster-network.js';
import type { ReachFlags } from './command.js';
import { connectionList } from './connection-list.js';
import { exposureCsv, exposureJson, exposureTable } from './exposure.js';
import { listWriters } from './list/write-list.js';
import { modeOf, type ReachMode } from './mode.js';
import { dotPicture } from './picture/dot.js';
import { htmlPicture } from './picture/html.js';
import { pictureOfChanges } from './picture/picture.js';
import { answerBatch } from './question/batch.js';
import { answerJson, answerTable } from './question/write-answer.js';
import { printProblems } from './remarks.js';
import { suggest } from './suggest/suggest.js';

type ModeOf<Kind extends ReachMode['kind']> = Extract<ReachMode, { kind: Kind }>;

export async function run(this: Context, flags: ReachFlags, ...words: string[]): Promise<void> {
  const mode = modeOf(flags, words);
  const networks: ClusterNetwork[] = [];
  for (const paths of mode.kind === 'diff' ? [[mode.old], [mode.current]] : [mode.paths]) {
    networks.push(await readClusterNetwork(this, flags, paths));
  }
  const [network] = networks;
  if (network === undefined) return;
  network.progress.stage('working out who reaches whom');
  const answered = await answer(this, flags, mode, networks, network, network.profile);
  const isComplete = networks.every(({ input }) => input.errors.length === 0);
  const isTaken = networks.every(({ problems }) => problems.length === 0);
  this.process.exitCode = !isComplete ? EXIT.incomplete : !isTaken ? EXIT.usage : answered;
}

/** The exit code, were the input complete and every policy taken. */
async function answer(
  context: Context,
  flags: ReachFlags,
  mode: ReachMode,
  networks: readonly ClusterNetwork[],
  network: ClusterNetwork,
  profile: ClusterProfile,
): Promise<number> {
  const version = formatMinor(profile.minor);
  const say = (pieces: Iterable<string>): void => {
    network.progress.done();
    for (const { input, problems } of networks) {
      printErrors(context, input);
      printProblems(context, problems);
    }
    if (flags.output === undefined) context.write(pieces);
    else writeFileWhole(flags.output, pieces, context.cwd);
  };
  const colour = context.colour && flags.output === undefined;
  switch (mode.kind) {
    case 'batch':
      say([]);
      return (await answerBatch(context, network.model, mode.source)) ? EXIT.clean : EXIT.usage;
    case 'suggest':
      say(await suggest(context, network, mode.source, profile));
      return EXIT.clean;
    case 'question':
      return answerQuestion(mode, network, say, version, colour);
    case 'diff':
      return answerDiff(mode, networks, say, version, colour);
    case 'exposure': {
      const found = exposure(network.model);
      if (mode.format === 'json') say(exposureJson(found, network, version));
      else say(mode.format === 'csv' ? exposureCsv(found) : exposureTable(found, colour));
      return EXIT.clean;
    }
    default: {
      const list = connectionList(network.model, reachability(network.model), mode);
      const { problems, input } = network;
      const hints = (): ReturnType<ClusterNetwork['hints']> => (list.isFiltered ? [] : network.hints());
      say(
        listWriters[flags.format]({ kubernetesVersion: version, list, problems, hints, errors: input.errors }, colour),
      );
      return EXIT.clean;
    }
  }
}

/** Changes that the table puts together; the other formats write every one as it comes. */
const MAX_CHANGES = 50_000;

function firstOf<T>(items: Iterable<T>, count: number): readonly T[] {
  const found: T[] = [];
  for (const item of items) {
    found.push(item);
    if (found.length >= count) break;
  }
  return found;
}

type Say = (pieces: Iterable<string>) => void;

function answerQuestion(
  { question, format }: ModeOf<'question'>,
  network: ClusterNetwork,
  say: Say,
  version: string,
  colour: boolean,
): number {
  const explained = explainConnection(network.model, question);
  if (explained.answer.error !== undefined) {
    throw new UsageError(`${explained.answer.error}${hintFor(question.from, question.to, network)}`);
  }
  say(
    format === 'json'
      ? answerJson(question, explained, network, version)
      : answerTable(question, explained, network, colour),
  );
  return explained.answer.allowed ? EXIT.clean : EXIT.findings;
}

/** Names that the input has, where a side is in the wrong namespace. */
function hintFor(from: Side, to: Side, { model }: ClusterNetwork): string {
  const wanted = [from, to].flatMap((side) => (side.kind === 'workload' ? [side.name] : []));
  const near = model.endpoints.find(({ name, node }) => wanted.includes(name) || wanted.includes(node.name));
  return near === undefined ? '' : `; the input has ${near.node.namespace}/${near.node.name}`;
}

function answerDiff(
  { format }: ModeOf<'diff'>,
  networks: readonly ClusterNetwork[],
  say: Say,
  version: string,
  colour: boolean,
): number {
  const [old, current] = networks;
  if (old === undefined || current === undefined) return EXIT.usage;
  let count = 0;
  const changes = function* () {
    for (const change of diffReachability(old.model, current.model)) {
      count += 1;
      yield change;
    }
  };
  if (format === 'json') say(changesJson(changes(), networks, version));
  else if (format === 'csv') say(changesCsv(changes()));
  else if (format === 'dot') say(dotPicture(pictureOfChanges(changes())));
  else if (format === 'html') say(htmlPicture(pictureOfChanges(changes()), version));
  else say(changesTable(firstOf(changes(), MAX_CHANGES + 1), MAX_CHANGES, networks, colour));
  return count > 0 ? EXIT.findings : EXIT.clean;
}
