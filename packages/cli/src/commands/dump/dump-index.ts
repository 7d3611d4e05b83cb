/** The index of a dump, as it is written. `cluster-dump.ts` reads it again. */
import { toYaml } from '@bulkhead/manifest';
import { DUMP_API_VERSION, DUMP_KIND } from '../../input/cluster-dump.js';
import type { LiveState } from '../../live/read-live.js';

export const INDEX_FILE = 'bulkhead-dump.yaml';

export interface DumpFacts {
  /** When it was read. */
  readonly time: Date;
  readonly namespace: string | undefined;
  readonly includesSecrets: boolean;
}

export function dumpIndex(state: LiveState, { time, namespace, includesSecrets }: DumpFacts): string {
  return toYaml({
    apiVersion: DUMP_API_VERSION,
    kind: DUMP_KIND,
    context: state.context,
    server: state.server,
    kubernetesVersion: state.kubernetesVersion,
    time: time.toISOString(),
    ...(namespace === undefined ? {} : { namespace }),
    secrets: includesSecrets ? 'values' : 'types and keys',
    objects: state.objects.length,
    unread: state.gaps,
  });
}
