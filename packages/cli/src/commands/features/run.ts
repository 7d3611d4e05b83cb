/** `bulkhead features`: the state of each security feature, and what the input has to do with it. */
import { formatMinor, NEWEST_MINOR, type VersionProfile } from '@bulkhead/apimachinery';
import { AuditObject, Cluster, clusterInputOf, serverDecoding, withoutManaged } from '@bulkhead/audit';
import { DEFAULT_CONFIGURATION } from '@bulkhead/engine/pod-security';
import type { ClusterProfile } from '@bulkhead/features';
import { expandLists } from '@bulkhead/manifest';
import { type Context, EXIT, UsageError } from '../../context.js';
import type { Input } from '../../input/index.js';
import { profileFrom } from '../../options/cluster-options.js';
import { asksForCluster } from '../../options/live-options.js';
import { upgradeFrom } from '../../options/upgrade-from.js';
import { printErrors, readFiles } from '../../read-objects.js';
import type { FeaturesFlags } from './command.js';
import { featureRows, selectFeatures } from './report.js';
import { printFeatures } from './table.js';
import { upgradeReport } from './upgrade-report.js';
import { printUpgrade } from './upgrade-table.js';

/** Who asks for a field that the cluster drops has to be told so: objects are read as by a server that knows them all. */
const EVERY_FIELD: VersionProfile = { minor: NEWEST_MINOR, enabled: () => true };

export async function run(this: Context, flags: FeaturesFlags, ...paths: string[]): Promise<void> {
  const features = selectFeatures(flags.kep);
  if ('unknown' in features) {
    throw new UsageError(`no feature of KEP ${JSON.stringify(features.unknown)}; bulkhead features lists them all`);
  }
  const source = { usage: 'features PATH', paths, flags, kinds: 'audit' } as const;
  const read = asksForCluster(flags, paths) || paths.length > 0 ? await readFiles(this, source) : undefined;
  const profile = read?.profile ?? profileFrom(flags);
  const from = upgradeFrom(flags.from, profile.minor);
  read?.progress.stage('asking each feature');
  const cluster = read === undefined ? undefined : clusterOf(read.input, profile);
  const known = cluster === undefined ? undefined : clusterInputOf(cluster);
  const rows = featureRows(features, profile, known, from);
  const upgrade = from === undefined ? undefined : upgradeReport(known, from, profile);
  read?.progress.done();
  if (read !== undefined) printErrors(this, read.input);
  const errors = read?.input.errors ?? [];
  const kubernetesVersion = formatMinor(profile.minor);
  const document = { apiVersion: 'bulkhead.dev/v1', kind: 'FeatureReport', kubernetesVersion, features: rows };
  this.write(
    flags.format === 'json'
      ? [`${JSON.stringify({ ...document, ...(upgrade && { upgrade }), errors }, null, 2)}\n`]
      : [
          ...printFeatures(rows, profile, cluster?.objects.all.length, this.colour),
          ...(upgrade === undefined ? [] : printUpgrade(upgrade, this.colour)),
        ],
  );
  this.process.exitCode = errors.length > 0 ? EXIT.incomplete : EXIT.clean;
}

function clusterOf(input: Input, profile: ClusterProfile): Cluster {
  const decoding = serverDecoding(EVERY_FIELD);
  const objects = input.files.flatMap(({ name, documents }) =>
    documents.flatMap(expandLists).map((object) => new AuditObject(name, object, EVERY_FIELD, decoding)),
  );
  const shown = input.kubernetesVersion === undefined ? objects : withoutManaged(objects, true);
  return new Cluster(profile, DEFAULT_CONFIGURATION, shown);
}
