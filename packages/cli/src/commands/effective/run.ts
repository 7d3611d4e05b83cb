/** `bulkhead effective`: what the kernel will see of each container. */
import { type AuditObject, Cluster, type Workload, workloadOf } from '@bulkhead/audit';
import { DEFAULT_CONFIGURATION } from '@bulkhead/engine/pod-security';
import {
  type ChecklistItem,
  type EffectiveContext,
  effectiveContexts,
  effectiveMounts,
  hardeningChecklist,
  type NodeFacts,
} from '@bulkhead/engine/security-context';
import type { ClusterProfile } from '@bulkhead/features';
import { type Context, EXIT } from '../../context.js';
import { printErrors, readObjects } from '../../read-objects.js';
import type { EffectiveFlags } from './command.js';
import { printContexts } from './table.js';

export interface EffectiveContainer {
  readonly file: string;
  readonly object: AuditObject['identity'];
  readonly context: EffectiveContext;
  readonly mounts: ReturnType<typeof effectiveMounts>;
  readonly checklist: readonly ChecklistItem[];
  /** Settings without effect; paths from the root of the object. */
  readonly ignored: readonly { readonly fieldPath: string; readonly why: string }[];
}

/** Findings about a field that the API server leaves out. */
const DROPPED: ReadonlySet<string> = new Set(['unknown-field', 'field-not-in-version', 'field-gate-off', 'wrong-type']);

export async function run(this: Context, flags: EffectiveFlags, ...paths: string[]): Promise<void> {
  const source = { usage: 'effective PATH', paths, flags, kinds: 'workloads' } as const;
  const { objects, input, progress, profile } = await readObjects(this, source);
  const node: NodeFacts = {
    runtime: flags.runtime,
    ...(flags.seccompDefault === undefined ? {} : { seccompDefault: flags.seccompDefault }),
  };
  const cluster = new Cluster(profile, DEFAULT_CONFIGURATION, objects);
  const containers = objects.flatMap((object) => {
    const workload = workloadOf(object, cluster);
    return workload === undefined ? [] : containersOf(workload, profile, node);
  });
  progress.done();
  printErrors(this, input);
  const pieces =
    flags.format === 'json' ? json(containers, input.errors) : printContexts(containers, profile.minor, this.colour);
  this.write(pieces);
  this.process.exitCode = input.errors.length > 0 ? EXIT.incomplete : EXIT.clean;
}

function containersOf(workload: Workload, profile: ClusterProfile, node: NodeFacts): EffectiveContainer[] {
  const { source, pod } = workload;
  // What the API server drops never reaches the container: it is ignored, too.
  const dropped = source.schemaFindings.flatMap((finding) =>
    DROPPED.has(finding.kind) && 'path' in finding ? [{ fieldPath: finding.path, why: finding.message }] : [],
  );
  const ofPod = dropped.filter(({ fieldPath }) => !/\.(?:c|initC|ephemeralC)ontainers\[/.test(fieldPath));
  return effectiveContexts(pod, profile, node).map((context) => ({
    file: source.file,
    object: source.identity,
    context,
    mounts: effectiveMounts(pod, context, profile, node),
    checklist: hardeningChecklist(context),
    ignored: [
      ...context.ignored.map(({ fieldPath, why }) => ({ fieldPath: workload.path(fieldPath), why })),
      ...ofPod,
      ...dropped.filter(({ fieldPath }) => fieldPath.startsWith(`${workload.path(context.path)}.`)),
    ],
  }));
}

function* json(containers: readonly EffectiveContainer[], errors: unknown): Iterable<string> {
  yield '{"apiVersion":"bulkhead.dev/v1","kind":"EffectiveContexts",\n "containers":[';
  let separator = '\n  ';
  for (const { file, object, context, mounts, checklist, ignored } of containers) {
    yield separator + JSON.stringify({ file, object, ...context, mounts, checklist, ignored });
    separator = ',\n  ';
  }
  yield `],\n "errors":${JSON.stringify(errors)}}\n`;
}
