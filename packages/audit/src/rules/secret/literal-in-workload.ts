import type { Container } from '@bulkhead/apimachinery/types/core-v1';
import { argumentSecrets, type LiteralSecret, literalSecret } from '@bulkhead/engine/secret-literals';
import { manualFix } from '../../fix/fix.js';
import type { WorkloadRule } from '../../rule.js';
import { severityOf, textOf } from './found-secrets.js';

const LISTS = ['initContainers', 'containers'] as const;

interface Found extends LiteralSecret {
  readonly fieldPath: string;
  readonly place: string;
}

export const literalInWorkload: WorkloadRule = {
  id: 'secret/literal-in-workload',
  title: 'Credential written into a workload',
  severity: 'medium',
  gains: 'credentials',
  layer: 'code',
  standards: ['CIS:5.4.1', 'NSA:secrets', 'MITRE:T1552.001'],
  description:
    'The value of an environment variable or an argument is a credential by its form, or by its name and a value that is no reference.',
  risk: 'Whoever may read the workload, its history, the repository or the process list of the node has the credential; it is in every copy of the manifest, and cannot be changed in one place.',
  remediation:
    'Put the value into a Secret, better into a store that makes it, and mount it or name it by `valueFrom.secretKeyRef`. Change the credential: it has been published.',
  subject: 'workload',
  check: (workload) => {
    const { spec } = workload.pod;
    const found: Found[] = [];
    for (const list of LISTS) {
      for (const [index, container] of (spec?.[list] ?? []).entries()) {
        addEnvironment(found, container, `spec.${list}[${index}]`);
        addArguments(found, container, `spec.${list}[${index}]`);
      }
    }
    if (found.length === 0) return undefined;
    return {
      fields: found.map(({ fieldPath }) => workload.path(fieldPath)),
      message: textOf(found),
      severity: severityOf(found),
      fix: manualFix('take the value from a Secret, and change the credential'),
    };
  },
};

function addEnvironment(found: Found[], { name = '', env }: Container, path: string): void {
  if (env === undefined) return;
  for (const [index, variable] of env.entries()) {
    if (variable.value === undefined || variable.value === '') continue;
    const secret = literalSecret(variable.name ?? '', variable.value);
    if (secret === undefined) continue;
    const place = `${variable.name ?? ''} of container ${JSON.stringify(name)}`;
    found.push({ ...secret, fieldPath: `${path}.env[${index}].value`, place });
  }
}

function addArguments(found: Found[], { name = '', command = [], args = [] }: Container, path: string): void {
  if (command.length === 0 && args.length === 0) return;
  // A flag may be the last of one list, and its value the first of the other.
  for (const { index, name: flag, ...secret } of argumentSecrets([...command, ...args])) {
    const isCommand = index < command.length;
    const fieldPath = isCommand ? `${path}.command[${index}]` : `${path}.args[${index - command.length}]`;
    const what = flag === '' ? 'the command line' : flag;
    found.push({ ...secret, fieldPath, place: `${what} of container ${JSON.stringify(name)}` });
  }
}
