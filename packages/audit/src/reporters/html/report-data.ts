/** What the HTML report holds as one JSON text: the page's script makes everything that is seen of it. */
import type { AuditObject } from '../../audit-object.js';
import type { Cluster } from '../../cluster.js';
import { type AuditReport, type Finding, GAINS, type ObjectIdentity } from '../../finding.js';
import { groupBy } from '../../group-by.js';
import { GAIN_TEXT } from '../../posture/gain-text.js';
import { isSilent, layerText } from '../../posture/layers.js';
import { STATUS_TEXT } from '../../posture/profiles/profile-report.js';
import { objectsByIdentity } from '../object-title.js';
import { failingFindings, reportSentence, scopeText } from '../report-sentence.js';
import type { ReporterOptions } from '../reporter.js';
import { printable } from '../terminal-text.js';
import { ManifestExcerpts } from './manifest-excerpt.js';
import type { PageData, PageFinding, PageObject } from './page-data.js';

export function pageData(report: AuditReport, options: ReporterOptions): PageData {
  const { summary, profile } = report;
  const sources = objectsByIdentity(options.objects);
  const objects = new Map<ObjectIdentity, number>();
  for (const { object } of report.findings) if (!objects.has(object)) objects.set(object, objects.size);
  const used = new Set(report.findings.map(({ ruleId }) => ruleId));
  const rules = options.rules.filter(({ id }) => used.has(id));
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    product: `bulkhead ${options.toolVersion}`,
    scope: scopeText(report),
    sentence: reportSentence(report, options.failOn),
    failing: failingFindings(report, options.failOn),
    failOn: options.failOn,
    ...(({ critical, high, medium, low, info, ignored, incomplete }) => ({
      counts: { critical, high, medium, low, info },
      ignored,
      incomplete,
    }))(summary),
    layers: summary.layers.map((posture) => ({
      layer: posture.layer,
      findings: posture.findings,
      isSilent: isSilent(posture),
      text: layerText(posture),
    })),
    gains: GAINS.filter((gain) => summary.gains[gain] > 0).map((gain) => ({
      gain,
      text: GAIN_TEXT[gain],
      findings: summary.gains[gain],
    })),
    ...(profile === undefined
      ? {}
      : {
          profile: {
            title: profile.title,
            controls: profile.controls.map(({ id, title, status, findings, why }) => ({
              ...{ id, title, status, findings, standing: STATUS_TEXT[status] },
              ...(why === undefined ? {} : { why }),
            })),
          },
        }),
    rules: rules.map(({ id, title, description, risk, remediation, standards }) => ({
      ...{ id, title, description, risk, remediation, standards },
    })),
    objects: pageObjects(report.findings, objects, sources, options.cluster),
    findings: report.findings.map((finding) =>
      pageFinding(finding, objects.get(finding.object) ?? 0, ruleIndex.get(finding.ruleId) ?? -1),
    ),
    unread: report.errors.map(({ file, line, column, message }) => ({
      place: printable(line > 0 ? `${file}:${line}:${column}` : file),
      message: printable(message),
    })),
  };
}

function pageObjects(
  findings: readonly Finding[],
  objects: ReadonlyMap<ObjectIdentity, number>,
  sources: ReadonlyMap<ObjectIdentity, AuditObject>,
  cluster: Cluster | undefined,
): PageObject[] {
  const byObject = groupBy(findings, ({ object }) => object);
  const excerpts = new ManifestExcerpts(cluster);
  return [...objects.keys()].map((identity) => {
    const own = byObject.get(identity) ?? [];
    const { kind, apiVersion, namespace, name } = identity;
    return {
      ...{ kind: printable(kind), apiVersion: printable(apiVersion) },
      ...{ namespace: printable(namespace), name: printable(name) },
      file: printable(own[0]?.locations[0]?.file ?? ''),
      ...excerpts.of(sources.get(identity), own),
    };
  });
}

function pageFinding(finding: Finding, object: number, rule: number): PageFinding {
  const { ruleId, severity, gains, layer, message, fix, ignored, locations } = finding;
  return {
    ...{ object, rule, ruleId, severity, gains, layer, message: printable(message) },
    places: locations.map(({ file, line, column, fieldPath }) => ({
      ...{ file: printable(file), line, column, path: printable(fieldPath) },
    })),
    ...(fix === null ? {} : { fix: printable(fix.description) }),
    ...(ignored === null
      ? {}
      : { ignored: printable(`${ignored.reason}${ignored.until === undefined ? '' : ` (until ${ignored.until})`}`) }),
  };
}
