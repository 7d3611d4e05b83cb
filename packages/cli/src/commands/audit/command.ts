import { buildCommand } from '@stricli/core';
import { proposeRules } from '../../completion/propose.js';
import type { Context } from '../../context.js';
import { type ClusterFlags, clusterFlags } from '../../options/cluster-options.js';
import { inputPaths } from '../../options/input-paths.js';
import { type LiveFlags, liveFlags } from '../../options/live-options.js';
import { outputFile } from '../../options/output-file.js';
import { text } from '../../options/text.js';
import { upgradeFromFlag } from '../../options/upgrade-from.js';

export const FORMATS = ['table', 'json', 'sarif', 'junit', 'markdown', 'github', 'html', 'policyreport'] as const;
export const PROFILES = ['restricted', 'baseline', 'nsa', 'cis'] as const;
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export const THRESHOLDS = ['critical', 'high', 'medium', 'low', 'none'] as const;

export interface AuditFlags extends ClusterFlags, LiveFlags {
  readonly from?: string;
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
  readonly failOn?: (typeof THRESHOLDS)[number];
  readonly severity?: (typeof SEVERITIES)[number];
  readonly profile?: (typeof PROFILES)[number];
  readonly rules?: readonly string[];
  readonly skip?: readonly string[];
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly namespace?: string;
  readonly config?: string;
}

export const auditCommand = buildCommand<AuditFlags, string[], Context>({
  loader: async () => (await import('./run.js')).run,
  parameters: {
    flags: {
      ...clusterFlags,
      ...liveFlags,
      from: upgradeFromFlag,
      format: { kind: 'enum', values: FORMATS, default: 'table', brief: 'how the report is written' },
      output: {
        kind: 'parsed',
        parse: outputFile(FORMATS),
        optional: true,
        brief: 'write the report to this file',
        placeholder: 'file',
      },
      failOn: {
        kind: 'enum',
        values: THRESHOLDS,
        optional: true,
        brief: 'exit with 1 on findings at least this severe (default high)',
      },
      severity: {
        kind: 'enum',
        values: SEVERITIES,
        optional: true,
        brief: 'report only findings at least this severe (default low)',
      },
      profile: {
        kind: 'enum',
        values: PROFILES,
        optional: true,
        brief: 'ask the rules of a published list of controls, and say how each control stands',
      },
      rules: {
        kind: 'parsed',
        parse: text,
        proposeCompletions: proposeRules,
        optional: true,
        variadic: ',',
        brief: 'ask only these rules or families',
        placeholder: 'ids',
      },
      skip: {
        kind: 'parsed',
        parse: text,
        proposeCompletions: proposeRules,
        optional: true,
        variadic: ',',
        brief: 'do not ask these rules or families',
        placeholder: 'ids',
      },
      baseline: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'accept the findings of this baseline or JSON report',
        placeholder: 'file',
      },
      writeBaseline: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'write the findings of now as a baseline',
        placeholder: 'file',
      },
      namespace: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'audit only objects of this namespace',
        placeholder: 'name',
      },
      config: {
        kind: 'parsed',
        parse: text,
        optional: true,
        brief: 'configuration file (default .bulkhead.yaml when present)',
        placeholder: 'file',
      },
    },
    aliases: { o: 'output', n: 'namespace' },
    positional: inputPaths,
  },
  docs: {
    brief: 'findings in manifests, worst first, with the line and the fix',
    fullDescription: [
      'Audits manifests, component configuration or a live cluster: workloads, images, tokens and secrets, roles,',
      'network and admission policies, control plane and nodes, known vulnerabilities, and settings that the chosen',
      'version silently ignores or refuses. `bulkhead explain ID` tells more of a rule.',
      '',
      'Exit codes: 0 nothing at or above --fail-on, 1 findings at or above it, 2 wrong usage, 3 input not read completely.',
      '',
      '  bulkhead audit deploy/ --kubernetes-version 1.33',
      '  bulkhead audit deploy/ --kubernetes-version 1.36 --from 1.33   also what the upgrade breaks',
      '  kubectl get deploy -A -o yaml | bulkhead audit - --format json',
      '  bulkhead audit --context production',
      '  bulkhead audit deploy/ --profile cis --format markdown',
      '  bulkhead audit deploy/ --format sarif --output bulkhead.sarif --fail-on none',
    ].join('\n'),
  },
});
