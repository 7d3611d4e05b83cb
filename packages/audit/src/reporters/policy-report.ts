/**
 * `--format policyreport`: PolicyReport and ClusterPolicyReport of wgpolicyk8s.io/v1alpha2 as YAML, for `kubectl apply` and
 * the viewers that read them. Names and enums keep to what every published version of the CRD accepts.
 */
import { lifecycleOfKind, lookupKind } from '@bulkhead/apimachinery';
import type { Finding, InputError, ObjectIdentity, Severity } from '../finding.js';
import type { Reporter } from './reporter.js';
import { printable } from './terminal-text.js';

/** An object in etcd has at most 1.5 MiB: findings of a namespace are split into reports of this many. */
const MAX_RESULTS = 1000;

/** The CRD knows three severities; the exact one is a property. */
const SEVERITY: Readonly<Record<Severity, 'high' | 'medium' | 'low'>> = {
  critical: 'high',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'low',
};

/** A namespace that the API server would accept; other text must not decide where a report goes. */
const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

type Outcome = 'fail' | 'skip' | 'error';

interface Result {
  readonly outcome: Outcome;
  readonly lines: readonly string[];
}

export const policyreport: Reporter = function* policyreport(report) {
  const byNamespace = new Map<string, Result[]>([['', report.errors.map(errorResult)]]);
  for (const finding of report.findings) {
    const namespace = namespaceOf(finding.object);
    const list = byNamespace.get(namespace);
    if (list === undefined) byNamespace.set(namespace, [findingResult(finding)]);
    else list.push(findingResult(finding));
  }
  for (const [namespace, results] of byNamespace) {
    // Without a finding anywhere there is one report all the same: it says that an audit was made.
    if (results.length === 0 && byNamespace.size > 1) continue;
    for (let start = 0; start === 0 || start < results.length; start += MAX_RESULTS) {
      yield* document(namespace, start / MAX_RESULTS, results.slice(start, start + MAX_RESULTS));
    }
  }
};

function namespaceOf({ apiVersion, kind, namespace }: ObjectIdentity): string {
  if (NAMESPACE.test(namespace)) return namespace;
  const known = lookupKind(apiVersion, kind);
  const resource = known === undefined ? undefined : lifecycleOfKind(known)?.resource;
  return namespace === '' && resource?.namespaced === true ? 'default' : '';
}

function* document(namespace: string, index: number, results: readonly Result[]): Iterable<string> {
  const of = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length;
  yield '---\napiVersion: wgpolicyk8s.io/v1alpha2\n';
  yield `kind: ${namespace === '' ? 'ClusterPolicyReport' : 'PolicyReport'}\nmetadata:\n`;
  yield `  name: bulkhead${index === 0 ? '' : `-${index + 1}`}\n`;
  if (namespace !== '') yield `  namespace: ${quoted(namespace)}\n`;
  yield '  labels:\n    app.kubernetes.io/managed-by: bulkhead\n';
  yield `summary:\n  error: ${of('error')}\n  fail: ${of('fail')}\n  skip: ${of('skip')}\n`;
  yield results.length === 0 ? 'results: []\n' : 'results:\n';
  for (const { lines } of results) yield lines.map((line, at) => `${at === 0 ? '- ' : '  '}${line}\n`).join('');
}

function findingResult(finding: Finding): Result {
  const { ruleId, object, ignored, severity, message, fix, locations, fingerprint, layer } = finding;
  const [place] = locations;
  const outcome = ignored === null ? 'fail' : 'skip';
  const properties: [string, string | undefined][] = [
    ['severity', severity],
    ['gains', finding.gains],
    ['fingerprint', fingerprint],
    ['fieldPath', finding.fieldPath || undefined],
    ['place', place === undefined ? undefined : `${place.file}:${place.line}:${place.column}`],
    ['fix', fix?.description],
    ['ignored', ignored?.reason],
  ];
  return {
    outcome,
    lines: [
      ...['source: bulkhead', `policy: ${quoted(ruleId.split('/')[0] ?? ruleId)}`, `rule: ${quoted(ruleId)}`],
      ...[`category: ${quoted(layer)}`, `severity: ${SEVERITY[severity]}`, `result: ${outcome}`, 'scored: true'],
      `message: ${quoted(message)}`,
      'resources:',
      `- apiVersion: ${quoted(object.apiVersion)}`,
      `  kind: ${quoted(object.kind)}`,
      ...(object.namespace === '' ? [] : [`  namespace: ${quoted(object.namespace)}`]),
      `  name: ${quoted(object.name)}`,
      ...propertyLines(properties),
    ],
  };
}

const errorResult = ({ file, line, column, message }: InputError): Result => ({
  outcome: 'error',
  lines: [
    ...['source: bulkhead', 'policy: input', 'rule: "input/unread"', 'result: error', 'scored: false'],
    `message: ${quoted(message)}`,
    ...propertyLines([['place', line > 0 ? `${file}:${line}:${column}` : file]]),
  ],
});

const propertyLines = (properties: readonly (readonly [string, string | undefined])[]): string[] => [
  'properties:',
  ...properties.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name}: ${quoted(value)}`])),
];

/** A JSON string is a YAML scalar in double quotes; what YAML cannot write, or a reader would obey, is spelled out. */
const quoted = (text: string): string => JSON.stringify(printable(text));
