/**
 * `--format sarif`: SARIF 2.1.0 (OASIS) with real lines and columns, help per rule, `security-severity` for code
 * scanning, suppressions for ignored findings and `partialFingerprints` that survive moved lines.
 */
import type { Finding, Ignored, InputError, Severity } from '../finding.js';
import type { Rule } from '../rule.js';
import type { Reporter } from './reporter.js';

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

export const sarif: Reporter = function* sarif(report, options) {
  const used = new Set(report.findings.map((finding) => finding.ruleId));
  const rules = options.rules.filter((rule) => used.has(rule.id));
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":';
  yield JSON.stringify({
    name: 'bulkhead',
    informationUri: 'https://bulkhead.dev',
    semanticVersion: options.toolVersion,
    rules: rules.map(describeRule),
  });
  yield '},"columnKind":"utf16CodeUnits","properties":';
  yield JSON.stringify({ kubernetesVersion: report.kubernetesVersion, summary: report.summary });
  yield ',"invocations":[';
  yield JSON.stringify({
    executionSuccessful: report.errors.length === 0,
    toolExecutionNotifications: report.errors.map(describeError),
  });
  yield '],"results":[';
  let separator = '\n';
  for (const finding of report.findings) {
    yield separator + JSON.stringify(describeFinding(finding, indexes.get(finding.ruleId) ?? -1));
    separator = ',\n';
  }
  yield ']}]}\n';
};

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

function describeFinding(finding: Finding, ruleIndex: number): object {
  return {
    ruleId: finding.ruleId,
    ruleIndex,
    level: LEVEL[finding.severity],
    message: { text: finding.fix === null ? finding.message : `${finding.message}\n\nFix: ${finding.fix.description}` },
    locations: finding.locations.map((location) => ({
      physicalLocation: {
        artifactLocation: artifact(location.file),
        region: { startLine: location.line, startColumn: location.column },
      },
      logicalLocations: [
        { fullyQualifiedName: qualifiedName(finding), kind: 'resource' },
        ...(location.fieldPath === '' ? [] : [{ fullyQualifiedName: location.fieldPath, kind: 'property' }]),
      ],
    })),
    partialFingerprints: { 'bulkheadFinding/v1': finding.fingerprint },
    ...(finding.ignored === null ? {} : { suppressions: [suppression(finding.ignored)] }),
    properties: { severity: finding.severity, 'security-severity': SECURITY_SEVERITY[finding.severity] },
  };
}

const qualifiedName = ({ object }: Finding): string =>
  [object.kind, object.namespace, object.name].filter((part) => part !== '').join('/');

const suppression = (ignored: Ignored): object => ({
  kind: ignored.by === 'annotation' ? 'inSource' : 'external',
  status: 'accepted',
  justification: ignored.until === undefined ? ignored.reason : `${ignored.reason} (until ${ignored.until})`,
});

const describeError = (error: InputError): object => ({
  level: 'error',
  message: { text: error.message },
  locations: [
    {
      physicalLocation: {
        artifactLocation: artifact(error.file),
        ...(error.line > 0 ? { region: { startLine: error.line, startColumn: Math.max(1, error.column) } } : {}),
      },
    },
  ],
});

/** A URI reference: `-` and odd characters of file names must not break it. */
const artifact = (file: string): object => ({
  uri: encodeURI(file.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F'),
});
