/**
 * `--format sarif`: SARIF 2.1.0 (OASIS) with real lines and columns, help per rule, `security-severity` for code
 * scanning, suppressions for ignored findings and `partialFingerprints` that survive moved lines.
 */
import type { AuditReport, Finding, Ignored, InputError, Severity } from '../finding.js';
import type { Rule } from '../rule.js';
import { artifactUri } from './artifact-uri.js';
import type { Reporter, ReporterOptions } from './reporter.js';
import { printable } from './terminal-text.js';

const LEVEL: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** The scale of CVSS, which code scanning sorts by. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.0',
};

/** What code scanning takes of one run; more findings are split into further runs. */
const MAX_RESULTS = 25_000;

export const sarif: Reporter = function* sarif(report, options) {
  const used = new Set(report.findings.map((finding) => finding.ruleId));
  const rules = options.rules.filter((rule) => used.has(rule.id));
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[';
  for (let start = 0; start === 0 || start < report.findings.length; start += MAX_RESULTS) {
    yield start === 0 ? '' : ',\n';
    yield* run(report, start, rules, indexes, options);
  }
  yield ']}\n';
};

function* run(
  report: AuditReport,
  start: number,
  rules: readonly Rule[],
  indexes: ReadonlyMap<string, number>,
  { toolVersion, root }: ReporterOptions,
): Iterable<string> {
  yield '{"tool":{"driver":';
  yield JSON.stringify({
    name: 'bulkhead',
    informationUri: 'https://bulkhead.dev',
    semanticVersion: toolVersion,
    rules: rules.map(describeRule),
  });
  yield '},"columnKind":"utf16CodeUnits",';
  // Code scanning takes several runs of one tool only under names of their own.
  if (report.findings.length > MAX_RESULTS) {
    yield `"automationDetails":{"id":"bulkhead/${start / MAX_RESULTS + 1}"},`;
  }
  const { kubernetesVersion, summary, profile } = report;
  yield `"properties":${JSON.stringify({ kubernetesVersion, summary, ...(profile === undefined ? {} : { profile }) })}`;
  yield ',"invocations":[';
  yield JSON.stringify({
    executionSuccessful: report.errors.length === 0,
    toolExecutionNotifications: start === 0 ? report.errors.map((error) => describeError(error, root)) : [],
  });
  yield '],"results":[';
  let separator = '\n';
  for (const finding of report.findings.slice(start, start + MAX_RESULTS)) {
    const index = indexes.get(finding.ruleId);
    yield separator + JSON.stringify(describeFinding(finding, index ?? -1, root));
    separator = ',\n';
  }
  yield ']}';
}

function describeRule(rule: Rule): object {
  return {
    id: rule.id,
    name: rule.id.replaceAll(/(?:^|[/-])(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: rule.title },
    fullDescription: { text: `${rule.description} ${rule.risk}` },
    help: {
      text: `${rule.description}\n\nRisk: ${rule.risk}\n\nFix: ${rule.remediation}`,
      markdown: `${rule.description}\n\n**Risk:** ${rule.risk}\n\n**Fix:** ${rule.remediation}`,
    },
    defaultConfiguration: { level: LEVEL[rule.severity] },
    properties: {
      'security-severity': SECURITY_SEVERITY[rule.severity],
      tags: ['security', 'kubernetes', ...rule.standards],
      layer: rule.layer,
    },
  };
}

function describeFinding(finding: Finding, ruleIndex: number, root: string | undefined): object {
  return {
    ruleId: finding.ruleId,
    ruleIndex,
    level: LEVEL[finding.severity],
    message: { text: finding.fix === null ? finding.message : `${finding.message}\n\nFix: ${finding.fix.description}` },
    locations: finding.locations.map(({ file, line, column, fieldPath }) => ({
      ...physicalLocation(file, line, column, root),
      logicalLocations: [
        { fullyQualifiedName: qualifiedName(finding), kind: 'resource' },
        ...(fieldPath === '' ? [] : [{ fullyQualifiedName: fieldPath, kind: 'property' }]),
      ],
    })),
    partialFingerprints: { 'bulkheadFinding/v1': finding.fingerprint },
    ...(finding.ignored === null ? {} : { suppressions: [suppression(finding.ignored)] }),
    properties: {
      severity: finding.severity,
      'security-severity': SECURITY_SEVERITY[finding.severity],
      gains: finding.gains,
      layer: finding.layer,
    },
  };
}

const qualifiedName = ({ object }: Finding): string =>
  [object.kind, object.namespace, object.name].filter((part) => part !== '').join('/');

const suppression = (ignored: Ignored): object => ({
  kind: ignored.by === 'annotation' ? 'inSource' : 'external',
  status: 'accepted',
  justification: ignored.until === undefined ? ignored.reason : `${ignored.reason} (until ${ignored.until})`,
});

const describeError = ({ file, line, column, message }: InputError, root: string | undefined): object => ({
  level: 'error',
  message: { text: message },
  locations: [physicalLocation(file, line, column, root)],
});

/** The place in its file; of a file outside of the root only its name, as a remark. */
function physicalLocation(file: string, line: number, column: number, root: string | undefined): object {
  const uri = artifactUri(file, root);
  if (uri === undefined) return { message: { text: `in a file outside of the audited root: ${printable(file)}` } };
  const region = line > 0 ? { region: { startLine: line, startColumn: Math.max(1, column) } } : {};
  return { physicalLocation: { artifactLocation: { uri }, ...region } };
}
