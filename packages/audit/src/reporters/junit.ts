/**
 * `--format junit`: JUnit XML as build servers read it. A suite a rule, a case a finding; a case's name holds object and
 * container, since most servers show nothing else. Exceptions are skipped cases; what was not read is an error.
 */
import type { Finding, InputError } from '../finding.js';
import { groupBy } from '../group-by.js';
import { containerOf, objectsByIdentity, objectTitle } from './object-title.js';
import type { Reporter } from './reporter.js';
import { xml } from './xml-text.js';

export const junit: Reporter = function* junit(report, options) {
  const byRule = groupBy(report.findings, ({ ruleId }) => ruleId);
  const skipped = report.summary.ignored;
  const failures = report.findings.length - skipped;
  const clean = options.rules.filter(({ id }) => !byRule.has(id));
  const tests = report.findings.length + clean.length + report.errors.length;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="bulkhead" tests="${tests}" failures="${failures}" errors="${report.errors.length}" skipped="${skipped}">\n`;
  if (report.errors.length > 0) yield* unread(report.errors);
  const objects = objectsByIdentity(options.objects);
  for (const [ruleId, findings] of byRule) {
    const ignored = findings.filter((finding) => finding.ignored !== null).length;
    yield `  <testsuite name="${xml(ruleId)}" tests="${findings.length}" failures="${findings.length - ignored}" errors="0" skipped="${ignored}">\n`;
    for (const finding of findings) yield* testCase(finding, containerOf(finding, objects.get(finding.object)));
    yield '  </testsuite>\n';
  }
  for (const { id, title } of clean) {
    yield `  <testsuite name="${xml(id)}" tests="1" failures="0" errors="0" skipped="0">\n`;
    yield `    <testcase classname="${xml(id)}" name="${xml(`no findings: ${title}`)}"/>\n  </testsuite>\n`;
  }
  yield '</testsuites>\n';
};

function* unread(errors: readonly InputError[]): Iterable<string> {
  yield `  <testsuite name="input" tests="${errors.length}" failures="0" errors="${errors.length}" skipped="0">\n`;
  for (const { file, line, column, message } of errors) {
    const place = line > 0 ? `${file}:${line}:${column}` : file;
    yield `    <testcase classname="input" name="${xml(`not read: ${place}`)}">`;
    yield `<error type="unread" message="${xml(message)}"/></testcase>\n`;
  }
  yield '  </testsuite>\n';
}

function* testCase(finding: Finding, container: string | undefined): Iterable<string> {
  const { ruleId, object, ignored, locations, severity, message, fix } = finding;
  const [place] = locations;
  const of = container === undefined ? '' : ` container ${container}`;
  const name = `${objectTitle(object)}${of}: ${finding.title}${finding.fieldPath === '' ? '' : ` (${finding.fieldPath})`}`;
  const at = place === undefined ? '' : ` file="${xml(place.file)}" line="${place.line}"`;
  yield `    <testcase classname="${xml(ruleId)}" name="${xml(name)}"${at}>`;
  if (ignored !== null) {
    const until = ignored.until === undefined ? '' : ` (until ${ignored.until})`;
    yield `<skipped message="${xml(`${ignored.reason}${until}`)}"/></testcase>\n`;
    return;
  }
  const places = locations.map(({ file, line, column }) => `${file}:${line}:${column}`).join('\n');
  const text = `${message}\n${places}${fix === null ? '' : `\nfix: ${fix.description}`}`;
  yield `<failure type="${severity}" message="${xml(message)}">${xml(text)}</failure></testcase>\n`;
}
