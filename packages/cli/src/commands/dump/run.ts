/** `bulkhead dump`: the state of a cluster as files. */
import { printable } from '@bulkhead/audit';
import { type Context, EXIT } from '../../context.js';
import { kindsOf } from '../../live/kind-sets.js';
import { readLiveState } from '../../live/read-live.js';
import { writeFileWhole } from '../../output.js';
import { progress } from '../../progress.js';
import type { DumpFlags } from './command.js';
import { dumpIndex } from './dump-index.js';
import { checkDumpFolder, checkDumpParent, dumpStream, isDumpFile, writeDumpFolder } from './write-dump.js';

export async function run(this: Context, flags: DumpFlags): Promise<void> {
  const { output, namespace, includeSecrets } = flags;
  const isFolder = output !== '-' && !isDumpFile(output);
  if (output !== '-') checkDumpParent(output, this.cwd);
  if (isFolder) checkDumpFolder(output, this.cwd);
  const show = progress(this);
  const time = this.now();
  const state = await readLiveState(
    this,
    {
      flags,
      kinds: kindsOf('everything'),
      namespace,
      onlyNamespace: namespace !== undefined,
      secrets: includeSecrets ? 'values' : 'keys',
    },
    show,
  );
  show.stage(`writing ${state.objects.length} objects`);
  const index = dumpIndex(state, { time, namespace, includesSecrets: includeSecrets });
  if (isFolder) writeDumpFolder(output, this.cwd, index, state.objects);
  else if (output === '-') this.write(dumpStream(index, state.objects));
  else writeFileWhole(output, dumpStream(index, state.objects), this.cwd);
  show.done();
  const { stderr } = this.process;
  // No gap of the objects: whoever reads the files can name the version.
  const { versionGap } = state;
  const gaps = [...(versionGap === undefined ? [] : [{ resource: 'version', message: versionGap }]), ...state.gaps];
  for (const { resource, message } of gaps) stderr.write(`bulkhead: ${printable(`${resource}: ${message}`)}\n`);
  if (output !== '-') stderr.write(`bulkhead: ${state.objects.length} objects written to ${output}\n`);
  this.process.exitCode = gaps.length > 0 ? EXIT.incomplete : EXIT.clean;
}
