/**
 * `--format markdown`: for comments on changes and job summaries. Posture first, then findings by object, the worst
 * first; bounded, because a comment holds 65,536 characters.
 */
import { type AuditReport, type Finding, GAINS, SEVERITIES } from '../finding.js';
import { groupBy } from '../group-by.js';
import { gainsText } from '../posture/gain-text.js';
import { layerText } from '../posture/layers.js';
import { STATUS_TEXT } from '../posture/profiles/profile-report.js';
import { code, prose } from './markdown-text.js';
import { objectTitle } from './object-title.js';
import { count, failingFindings, reportSentence, scopeText } from './report-sentence.js';
import type { Reporter } from './reporter.js';

/** Findings beyond are counted, not listed; every other format has them all. */
const MAX_FINDINGS = 200;
/** Places of one finding beyond are counted. */
const MAX_PLACES = 3;

export const markdown: Reporter = function* markdown(report, options) {
  const { summary } = report;
  yield '# Bulkhead audit\n\n';
  const failing = failingFindings(report, options.failOn);
  if (summary.incomplete) yield '> **Not everything was read**: no finding is not all is well.\n\n';
  if (failing > 0) yield `**${count(failing, 'finding')} at or above \`--fail-on ${options.failOn}\`.** `;
  yield `${reportSentence(report, 'none')}.\n\n`;
  yield* posture(report);
  yield* profile(report);
  yield* findings(report.findings.filter(({ ignored }) => ignored === null));
  yield* exceptions(report.findings.filter(({ ignored }) => ignored !== null));
  if (report.errors.length > 0) {
    yield '## Not read\n\n';
    for (const { file, line, column, message } of report.errors.slice(0, MAX_FINDINGS)) {
      yield `- ${code(line > 0 ? `${file}:${line}:${column}` : file)} ${prose(message)}\n`;
    }
    const more = report.errors.length - MAX_FINDINGS;
    if (more > 0) yield `- and ${more} more\n`;
    yield '\n';
  }
  yield `<sub>${prose(`bulkhead ${options.toolVersion}, ${scopeText(report)}`)}</sub>\n`;
};

function* posture({ summary }: AuditReport): Iterable<string> {
  yield `| ${SEVERITIES.join(' | ')} |\n|${' --- |'.repeat(SEVERITIES.length)}\n`;
  yield `| ${SEVERITIES.map((severity) => summary[severity]).join(' | ')} |\n\n`;
  const gains = gainsText(summary.gains);
  if (gains !== '') yield `**What an attacker gains first:** ${gains}\n\n`;
  yield '| layer | what the input says |\n| --- | --- |\n';
  for (const layer of summary.layers) yield `| ${layer.layer} | ${prose(layerText(layer))} |\n`;
  yield '\n';
}

function* profile({ profile: asked }: AuditReport): Iterable<string> {
  if (asked === undefined) return;
  yield `## ${prose(asked.title)}\n\n| control | | standing |\n| --- | --- | --- |\n`;
  for (const { id, title, status, findings: found, why } of asked.controls) {
    const standing = status === 'failed' ? `**failed** (${found})` : STATUS_TEXT[status];
    yield `| ${prose(id)} | ${prose(title)} | ${standing}${why === undefined ? '' : `: ${prose(why)}`} |\n`;
  }
  yield '\n';
}

function* findings(active: readonly Finding[]): Iterable<string> {
  if (active.length === 0) return;
  yield '## Findings\n\n';
  const shown = active.slice(0, MAX_FINDINGS);
  const byObject = groupBy(shown, ({ object }) => object);
  for (const [object, list] of byObject) {
    yield `### ${prose(objectTitle(object))}\n\n`;
    for (const finding of list) yield* item(finding);
    yield '\n';
  }
  const more = active.length - shown.length;
  if (more > 0) yield `and ${more} less severe ${more === 1 ? 'finding' : 'findings'}.\n\n`;
}

function* item({ severity, message, ruleId, locations, fix, gains }: Finding): Iterable<string> {
  yield `- **${severity}** ${prose(message)} ${code(ruleId)}${gains === GAINS.at(-1) ? '' : ` (gains: ${gains})`}\n`;
  const places = locations.slice(0, MAX_PLACES).map(({ file, line }) => code(`${file}:${line}`));
  const more = locations.length - places.length;
  if (places.length > 0) yield `  <br>${places.join(', ')}${more > 0 ? ` and ${count(more, 'more place')}` : ''}\n`;
  if (fix !== null) yield `  <br>Fix: ${prose(fix.description)}\n`;
}

function* exceptions(ignored: readonly Finding[]): Iterable<string> {
  if (ignored.length === 0) return;
  yield `<details><summary>${count(ignored.length, 'accepted finding')}</summary>\n\n`;
  for (const { object, ruleId, ignored: by } of ignored.slice(0, MAX_FINDINGS)) {
    const until = by?.until === undefined ? '' : ` (until ${by.until})`;
    yield `- ${prose(objectTitle(object))} ${code(ruleId)}: ${prose(by?.reason ?? '')}${until}\n`;
  }
  const more = ignored.length - MAX_FINDINGS;
  yield `${more > 0 ? `- and ${more} more\n` : ''}\n</details>\n\n`;
}
