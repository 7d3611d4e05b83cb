/** What is asked: the flags and words of the command line, checked. */
import type { ConnectionQuestion, Side } from '@bulkhead/engine/network-policy';
import { UsageError } from '../../context.js';
import { asksForCluster } from '../../options/live-options.js';
import type { ReachFlags } from './command.js';
import { parseSide, SIDE_FORMS } from './side.js';

type Paths = { readonly paths: readonly string[] };
type TextFormat = 'table' | 'json';

export type ReachMode =
  | ({ readonly kind: 'list'; readonly from: Side | undefined; readonly to: Side | undefined } & Paths)
  | ({ readonly kind: 'question'; readonly question: ConnectionQuestion; readonly format: TextFormat } & Paths)
  | ({ readonly kind: 'batch'; readonly source: string } & Paths)
  | ({ readonly kind: 'exposure'; readonly format: TextFormat | 'csv' } & Paths)
  | ({ readonly kind: 'suggest'; readonly source: string } & Paths)
  | {
      readonly kind: 'diff';
      readonly old: string;
      readonly current: string;
      readonly format: ReachFlags['format'];
    };

/** The word before the paths that asks for policies; a folder of that name is written ./suggest. */
const SUGGEST = 'suggest';

export function modeOf(flags: ReachFlags, words: readonly string[]): ReachMode {
  const asked = [
    flags.diff ? '--diff' : '',
    flags.exposure ? '--exposure' : '',
    flags.batch === undefined ? '' : '--batch',
    words[0] === SUGGEST ? SUGGEST : '',
    flags.from === undefined && flags.to === undefined ? '' : '--from and --to',
  ].filter((name) => name !== '');
  const [first, second] = asked;
  if (first !== undefined && second !== undefined) throw new UsageError(`${first} does not go with ${second}`);
  if (first !== SUGGEST && flags.flows !== undefined) throw new UsageError('--flows belongs to reach suggest PATH');
  switch (first) {
    case '--diff':
      return diffMode(flags, words);
    case '--exposure':
      if (flags.format === 'dot' || flags.format === 'html') throw unsupported('--exposure', flags.format);
      return { kind: 'exposure', format: flags.format, paths: words };
    case '--batch':
      return batchMode(flags, words);
    case SUGGEST:
      return suggestMode(flags, words.slice(1));
    default:
      return questionMode(flags, words);
  }
}

const unsupported = (what: string, format: string): UsageError =>
  new UsageError(`${what} has no --format ${format}: use table, json or csv`);

function diffMode(flags: ReachFlags, words: readonly string[]): ReachMode {
  const { format } = flags;
  if (asksForCluster(flags, [])) {
    throw new UsageError('--diff compares two paths: write the state of the cluster with bulkhead dump first');
  }
  const [old, current, ...rest] = words;
  if (old === undefined || current === undefined || rest.length > 0) {
    throw new UsageError('--diff compares two paths: bulkhead reach --diff OLD NEW');
  }
  if (old === '-' && current === '-') throw new UsageError('--diff: only one side can be stdin');
  return { kind: 'diff', old, current, format };
}

function batchMode({ batch = '-', output }: ReachFlags, words: readonly string[]): ReachMode {
  if (batch === '-' && words.includes('-')) throw new UsageError('the input and --batch cannot both read stdin');
  if (output !== undefined) throw new UsageError('--batch answers to stdout: leave --output out');
  return { kind: 'batch', source: batch, paths: words };
}

function suggestMode({ flows, format }: ReachFlags, paths: readonly string[]): ReachMode {
  if (flows === undefined) {
    throw new UsageError('suggest keeps the flows of a list: name it with --flows FILE');
  }
  if (flows === '-' && paths.includes('-')) throw new UsageError('the input and --flows cannot both read stdin');
  if (format !== 'table') throw new UsageError('suggest writes policies as YAML: leave --format out');
  return { kind: 'suggest', source: flows, paths };
}

function questionMode(flags: ReachFlags, paths: readonly string[]): ReachMode {
  const [from, to] = [sideOf('--from', flags.from), sideOf('--to', flags.to)];
  if (flags.port === undefined) {
    if (flags.protocol !== undefined) throw new UsageError('--protocol is about one port: add --port');
    return { kind: 'list', from, to, paths };
  }
  if (from === undefined || to === undefined) throw new UsageError('--port asks one question: add --from and --to');
  const port = /^\d{1,5}$/.test(flags.port) ? Number(flags.port) : Number.NaN;
  if (!(port >= 1 && port <= 65535)) {
    throw new UsageError(`--port ${JSON.stringify(flags.port)}: expected a number from 1 to 65535`);
  }
  const protocol = (flags.protocol ?? 'TCP').toUpperCase();
  if (!['TCP', 'UDP', 'SCTP'].includes(protocol)) {
    throw new UsageError(`--protocol ${JSON.stringify(flags.protocol)}: expected TCP, UDP or SCTP`);
  }
  if (flags.format !== 'table' && flags.format !== 'json') {
    throw new UsageError(`one question has no --format ${flags.format}: use table or json`);
  }
  return { kind: 'question', question: { from, to, port, protocol }, format: flags.format, paths };
}

function sideOf(flag: string, text: string | undefined): Side | undefined {
  if (text === undefined) return undefined;
  const side = parseSide(text);
  if (side === undefined) throw new UsageError(`${flag} ${JSON.stringify(text)}: expected ${SIDE_FORMS}`);
  return side;
}
