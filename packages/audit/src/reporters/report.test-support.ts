/** A report with every severity that matters, an exception, an unread file and hostile names. */
import type { AuditReport, Finding } from '../finding.js';
import { countGains } from '../posture/gain-text.js';
import { layerPostures } from '../posture/layers.js';
import { rules } from '../rules/registry.js';
import { type ReportFormat, reporters } from './index.js';
import type { ReporterOptions } from './reporter.js';

export const HOSTILE = 'x\u001b[2J\u202eevil"<script>';

export const finding = (more: Partial<Finding>): Finding => ({
  ruleId: 'pod-security/privileged',
  title: 'Privileged container',
  severity: 'critical',
  gains: 'node',
  object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
  fieldPath: 'spec.containers[0].securityContext.privileged',
  locations: [
    { file: 'a b/web.yaml', line: 9, column: 23, fieldPath: 'spec.containers[0].securityContext.privileged' },
  ],
  message: 'privileged: container "app" must not set securityContext.privileged=true',
  standards: ['PSS:baseline'],
  layer: 'container',
  ignored: null,
  fingerprint: '0123456789abcdef',
  fix: { description: 'remove it', patch: [] },
  ...more,
});

export const findings: Finding[] = [
  finding({}),
  finding({
    ruleId: 'pod-security/host-namespaces',
    severity: 'high',
    object: { apiVersion: 'v1', kind: 'Pod', namespace: '', name: HOSTILE },
    message: HOSTILE,
    fix: null,
  }),
  finding({
    ignored: { by: 'annotation', reason: 'node agent', until: '2027-01-31', source: 'ignore.bulkhead.dev/all' },
  }),
];

export const report: AuditReport = {
  kubernetesVersion: '1.35',
  summary: {
    ...{ critical: 1, high: 1, medium: 0, low: 0, info: 0, objects: 2, files: 2, ignored: 1, incomplete: true },
    layers: layerPostures(new Map([['Pod', 2]]), findings),
    gains: countGains(findings),
  },
  findings,
  errors: [{ file: 'b.yaml', line: 3, column: 1, message: 'the text ends within a quoted scalar' }],
};

export const options: ReporterOptions = {
  toolVersion: '1.2.3',
  rules,
  colour: false,
  failOn: 'high',
  lineText: (file, line) => (file === 'a b/web.yaml' && line === 9 ? '      privileged: true' : undefined),
};

export const write = (format: ReportFormat, what: AuditReport = report, how: ReporterOptions = options): string =>
  [...reporters[format](what, how)].join('');
