/**
 * `--format github`: workflow commands, which GitHub shows as annotations beside the lines. It shows ten of each level
 * a step and drops the rest without a word, so the worst are written, and a summary says how many there are.
 */
import type { Finding, InputError, Severity } from '../finding.js';
import { objectTitle } from './object-title.js';
import { reportSentence } from './report-sentence.js';
import type { Reporter } from './reporter.js';
import { printable } from './terminal-text.js';

type Level = 'error' | 'warning' | 'notice';

const LEVEL: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

const LEVELS: readonly Level[] = ['error', 'warning', 'notice'];

/** What GitHub shows of one level a step; the summary is one of the notices. */
const SHOWN: Readonly<Record<Level, number>> = { error: 10, warning: 10, notice: 9 };

/** Parts that were not read come first, but must not hide every finding. */
const MAX_UNREAD = 3;

export const github: Reporter = function* github(report, options) {
  const left: Record<Level, number> = { ...SHOWN };
  for (const error of report.errors.slice(0, MAX_UNREAD)) {
    left.error--;
    yield unread(error);
  }
  const active = report.findings.filter(({ ignored }) => ignored === null);
  let shown = 0;
  for (const level of LEVELS) {
    for (const finding of active) {
      if (LEVEL[finding.severity] !== level) continue;
      if (left[level]-- <= 0) break;
      shown++;
      yield annotation(level, finding);
    }
  }
  const rest = active.length > shown ? `; the worst ${shown} are annotated` : '';
  const unreadToo = report.errors.length > MAX_UNREAD ? `; ${report.errors.length} parts were not read` : '';
  yield `::notice title=bulkhead::${data(`${reportSentence(report, options.failOn)}${rest}${unreadToo}`)}\n`;
};

function annotation(level: Level, finding: Finding): string {
  const { object, message, ruleId, fix, locations } = finding;
  const [place] = locations;
  const at = place === undefined ? '' : `file=${property(place.file)},line=${place.line},col=${place.column},`;
  const title = property(`${finding.severity}: ${finding.title} [${ruleId}]`);
  const text = `${objectTitle(object)}: ${message}${fix === null ? '' : `\nFix: ${fix.description}`}`;
  return `::${level} ${at}title=${title}::${data(text)}\n`;
}

function unread({ file, line, column, message }: InputError): string {
  const at = line > 0 ? `,line=${line},col=${Math.max(1, column)}` : '';
  return `::error file=${property(file)}${at},title=not read::${data(message)}\n`;
}

/** The message of a command: a line break would begin another one. Other control characters are spelled out. */
const data = (text: string): string =>
  text
    .split('\n')
    .map((line) => printable(line))
    .join('\n')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');

/** A property of a command, which also ends at colons and commas. */
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
