/**
 * An audit of one text, for who has no files: tests, examples, a page in the browser.
 */
import type { Minor } from '@bulkhead/apimachinery';
import { DEFAULT_CONFIGURATION, type PodSecurityConfiguration } from '@bulkhead/engine/pod-security';
import type { ClusterProfile } from '@bulkhead/features';
import { expandLists, type Manifest, readManifest } from '@bulkhead/manifest';
import { type AuditOptions, audit } from './audit.js';
import { AuditObject } from './audit-object.js';
import { Cluster } from './cluster.js';
import { isComponentFileName, readComponentFile } from './component-files/read-component-file.js';
import type { AuditReport } from './finding.js';
import { rules } from './rules/registry.js';
import { serverDecoding } from './server-decoding.js';

export interface AuditTextOptions extends Partial<AuditOptions> {
  readonly profile: ClusterProfile;
  /** The minor from which the cluster is upgraded to that of the profile. */
  readonly upgradeFrom?: Minor;
  readonly podSecurity?: PodSecurityConfiguration;
  /** The name that findings give the text; `manifest.yaml` when not given. */
  readonly file?: string;
}

/** The report on a text: YAML or JSON, or by the name of the file a component's own form. */
export function auditText(text: string, options: AuditTextOptions): AuditReport {
  const { profile, podSecurity = DEFAULT_CONFIGURATION, file = 'manifest.yaml', upgradeFrom, ...rest } = options;
  const { documents, errors } = read(file, text);
  const decoding = serverDecoding(profile);
  const objects = documents.flatMap(expandLists).map((object) => new AuditObject(file, object, profile, decoding));
  return audit(objects, new Cluster(profile, podSecurity, objects, upgradeFrom), {
    rules,
    severity: 'info',
    severities: {},
    ignore: [],
    baseline: new Set(),
    baselineSource: '',
    today: '1970-01-01',
    files: 1,
    errors: errors.map(({ line, column, message }) => ({ file, line, column, message })),
    ...rest,
  });
}

function read(file: string, text: string): Manifest {
  if (!isComponentFileName(file)) return readManifest(text);
  const found = readComponentFile(file, text);
  if (found === undefined) return { documents: [], errors: [] };
  return 'error' in found ? { documents: [], errors: [found.error] } : { documents: [found.document], errors: [] };
}
