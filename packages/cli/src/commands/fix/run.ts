/** `bulkhead fix`: reads, fixes what the audit finds, and prints or writes the changes. */
import { type FixResult, fixObjects } from '@bulkhead/audit';
import { type Context, EXIT, UsageError } from '../../context.js';
import { writeFileWhole } from '../../output.js';
import { printErrors } from '../../read-objects.js';
import { readAuditInput } from '../audit/audit-input.js';
import { readConfiguration } from '../audit/configuration-file.js';
import { printed } from './changes.js';
import type { FixFlags } from './command.js';
import { namespaceComponent } from './namespace-component.js';
import { summary } from './summary.js';
import { writeFiles } from './write-files.js';

export async function run(this: Context, flags: FixFlags, ...paths: string[]): Promise<void> {
  checkFlags(flags, paths);
  const configured = readConfiguration(flags.config, this.cwd);
  const read = await readAuditInput(this, { command: 'fix', paths, flags, configured });
  const { input, objects, profile, progress: show, podSecurity, options, isChosen } = read;
  printErrors(this, input);
  const isIncomplete = input.errors.length > 0;
  if (flags.namespaceLabels) {
    show.done();
    const { text, notes } = namespaceComponent(objects, profile, podSecurity, flags.namespace);
    for (const note of notes) this.process.stderr.write(`bulkhead: ${note}\n`);
    output.call(this, flags, isIncomplete ? withWarning(text) : text);
    this.process.exitCode = isIncomplete ? EXIT.incomplete : EXIT.clean;
    return;
  }
  show.stage('fixing');
  const result = fixObjects(input.files, {
    ...options,
    profile,
    podSecurity,
    unsafe: flags.unsafe,
    isCluster: input.kubernetesVersion !== undefined,
    isChosen,
  });
  show.done();
  let failures: readonly string[] = [];
  if (flags.write) failures = writeFiles(result, input.files, paths, this.cwd);
  else output.call(this, flags, printed(flags.format ?? 'diff', result));
  for (const line of summary(result, flags, failures.length)) this.process.stderr.write(`${line}\n`);
  for (const failure of failures) this.process.stderr.write(`bulkhead: ${failure}\n`);
  const isStopped = isIncomplete || failures.length > 0 || result.refused.length > 0;
  this.process.exitCode = isStopped ? EXIT.incomplete : exitCodeOf(result, flags);
}

function checkFlags({ write, format, output: file, namespaceLabels, check }: FixFlags, paths: readonly string[]): void {
  if (write && (format !== undefined || file !== undefined || namespaceLabels || check)) {
    throw new UsageError('--write rewrites the files and prints nothing: give it without --format, --output, --check');
  }
  if (write && paths.includes('-'))
    throw new UsageError('stdin cannot be rewritten: use --format yaml in place of --write');
  if (namespaceLabels && format !== undefined && format !== 'kustomize') {
    throw new UsageError('--namespace-labels prints a Kustomize component: give it without --format');
  }
}

/** Whoever applies the file later has not seen what was said on stderr. */
function* withWarning(text: Iterable<string>): Iterable<string> {
  yield '# Not all of the input could be read: pods that are missing from it may not pass these levels.\n';
  yield* text;
}

function output(this: Context, flags: FixFlags, pieces: Iterable<string>): void {
  if (flags.output === undefined) this.write(pieces);
  else writeFileWhole(flags.output, pieces, this.cwd);
}

const exitCodeOf = ({ files }: FixResult, { check }: FixFlags): number =>
  check && files.some(({ before, after }) => before !== after) ? EXIT.findings : EXIT.clean;
