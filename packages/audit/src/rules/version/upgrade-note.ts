import { formatMinor } from '@bulkhead/apimachinery';
import type { NoteAnswer } from '@bulkhead/engine/upgrade-notes';
import type { Severity } from '../../finding.js';
import type { ObjectRule, Report } from '../../rule.js';
import type { NoteOfObject } from '../../upgrade.js';

/** More remarks than this say no more. */
const MAX_REMARKS = 3;

function severityOf({ note, isCertain }: NoteAnswer): Severity {
  if (note.severity === 'break') return isCertain ? 'high' : 'medium';
  return note.severity === 'warn' ? 'low' : 'info';
}

function reportOf({ answer, sightings }: NoteOfObject): Report {
  const { title, detail, minor, action } = answer.note;
  const remarks = [...new Set(sightings.flatMap(({ remark }) => (remark === undefined ? [] : [remark])))];
  const shown = remarks.length > 0 ? remarks.slice(0, MAX_REMARKS).join('; ') : detail;
  return {
    fields: [...new Set(sightings.map(({ fieldPath }) => fieldPath))],
    message: `new in ${formatMinor(minor)}: ${title}${shown === '' ? '' : ` (${shown})`}`,
    severity: severityOf(answer),
    ...(action !== '' && { fix: { description: action, patch: [] } }),
  };
}

export const upgradeNote: ObjectRule = {
  id: 'version/upgrade-note',
  title: 'Works differently, or not at all, after the upgrade',
  severity: 'medium',
  gains: 'availability',
  layer: 'cluster',
  standards: [],
  description:
    'Between the version of `--from` and that of `--kubernetes-version` Kubernetes removed, tightened or switched something that this object uses.',
  risk: 'A component does not start, pods do not run, or a protection that was there is gone, on the day of the upgrade.',
  remediation:
    'Do what the finding says before the upgrade; `bulkhead features --from VERSION` lists the changes that files do not show.',
  subject: 'object',
  check: (object, cluster) => cluster.upgrade?.notesOf(object).map(reportOf),
};
