/**
 * Lines of the input that no report may show, whichever finding points at them and whatever rules were asked: in YAML of
 * one line a password stands beside everything else.
 */
import type { AuditObject } from '../audit-object.js';
import type { Cluster } from '../cluster.js';
import type { AuditReport, Location } from '../finding.js';
import { objectsByIdentity } from './object-title.js';
import type { ReporterOptions } from './reporter.js';
import { secretPaths } from './secret-paths.js';
import { holdsSecret } from './shown-line.js';

type LineText = NonNullable<ReporterOptions['lineText']>;

/** The reader of lines without those that hold secrets of the objects with findings. */
export function withoutHiddenLines(
  report: AuditReport,
  lineText: LineText,
  objects: readonly AuditObject[],
  cluster: Cluster,
): LineText {
  let hidden: ReadonlyMap<string, ReadonlySet<number>> | undefined;
  return (file, line) => {
    // Not every report shows lines.
    hidden ??= hiddenLines(report, objects, cluster);
    return hidden.get(file)?.has(line) === true ? undefined : lineText(file, line);
  };
}

function hiddenLines(
  { findings }: AuditReport,
  objects: readonly AuditObject[],
  cluster: Cluster,
): ReadonlyMap<string, ReadonlySet<number>> {
  const hidden = new Map<string, Set<number>>();
  const hide = ({ file, line }: Pick<Location, 'file' | 'line'>): void => {
    const lines = hidden.get(file);
    if (lines === undefined) hidden.set(file, new Set([line]));
    else lines.add(line);
  };
  for (const finding of findings) if (holdsSecret(finding)) finding.locations.forEach(hide);
  const byIdentity = objectsByIdentity(objects);
  for (const identity of new Set(findings.map(({ object }) => object))) {
    const object = byIdentity.get(identity);
    if (object === undefined) continue;
    for (const path of secretPaths(object, cluster)) if (object.exists(path)) hide(object.locate(path));
  }
  return hidden;
}
