/** All commands. */
import { type Application, buildRouteMap } from '@stricli/core';
import { applicationOf } from './application-of.js';
import { apiserverCommand } from './commands/apiserver/command.js';
import { auditCommand } from './commands/audit/command.js';
import { canCommand } from './commands/can/command.js';
import { completionCommand } from './commands/completion/command.js';
import { cveCommand } from './commands/cve/command.js';
import { dumpCommand } from './commands/dump/command.js';
import { effectiveCommand } from './commands/effective/command.js';
import { explainCommand } from './commands/explain/command.js';
import { featuresCommand } from './commands/features/command.js';
import { fixCommand } from './commands/fix/command.js';
import { impersonationCommand } from './commands/impersonation/command.js';
import { leastPrivilegeCommand } from './commands/least-privilege/command.js';
import { pathsCommand } from './commands/paths/command.js';
import { pssCommand } from './commands/pss/command.js';
import { reachCommand } from './commands/reach/command.js';
import { upCommand } from './commands/up/command.js';
import { whoCanCommand } from './commands/who-can/command.js';
import type { Context } from './context.js';

const root = buildRouteMap<
  | 'audit'
  | 'fix'
  | 'pss'
  | 'effective'
  | 'can'
  | 'who-can'
  | 'least-privilege'
  | 'impersonation'
  | 'paths'
  | 'reach'
  | 'cve'
  | 'explain'
  | 'features'
  | 'completion'
  | 'dump'
  | 'up'
  | 'apiserver',
  Context
>({
  routes: {
    audit: auditCommand,
    fix: fixCommand,
    pss: pssCommand,
    effective: effectiveCommand,
    can: canCommand,
    'who-can': whoCanCommand,
    'least-privilege': leastPrivilegeCommand,
    impersonation: impersonationCommand,
    paths: pathsCommand,
    reach: reachCommand,
    cve: cveCommand,
    explain: explainCommand,
    features: featuresCommand,
    completion: completionCommand,
    dump: dumpCommand,
    up: upCommand,
    apiserver: apiserverCommand,
  },
  docs: {
    brief: 'what would Kubernetes decide, and why? Security verdicts for versions 1.27 to 1.36',
    fullDescription: [
      'Exact answers about the security of Kubernetes manifests, for a version and its feature gates.',
      '',
      '  bulkhead audit ./manifests              findings, worst first, with the line and the fix',
      '  bulkhead fix ./manifests                what of that a program can repair, as a diff or in place',
      '  bulkhead pss ./manifests                Pod Security verdicts, in the words of the API server',
      '  bulkhead effective deployment.yaml      what the kernel will see of each container',
      '  bulkhead can get secrets -f . --as ann  may somebody do this, and by which binding?',
      '  bulkhead who-can get secrets -f .       everybody who may, or can get there',
      '  bulkhead least-privilege --audit-log audit.log -f .',
      '                                          the smallest roles for what was done, and what is unused',
      '  bulkhead impersonation -f .             who may become whom, and what constrained impersonation changes',
      '  bulkhead paths ./manifests              attack paths to cluster-admin, nodes and secrets, and what cuts them',
      '  bulkhead reach ./manifests              who reaches whom, by which network policies',
      '  bulkhead cve ./dump.yaml                known vulnerabilities: affected, not affected, or unknown, and why',
      '  bulkhead explain hostUsers              a rule, field, feature gate or KEP, by version',
      '  bulkhead features ./manifests           what uses, could use, or would be broken by each security feature',
      '  bulkhead completion bash                commands, flags, values and files by the tab key',
      '  bulkhead audit --context production     the same of a cluster, read only; so do the other commands',
      '  bulkhead dump -o dump/                  the state of a cluster as files, without the values of Secrets',
      '  bulkhead up                             a Kubernetes control plane on this machine',
      "  bulkhead apiserver --storage lmdb:dir   the API server alone, with kube-apiserver's own flags",
    ].join('\n'),
  },
});

/** The application; `version` is what `--version` prints. */
export const application = (version: string): Application<Context> => applicationOf(root, version);
