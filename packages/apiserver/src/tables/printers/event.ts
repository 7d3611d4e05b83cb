/** Events, of both of their groups. Source: pkg/printers/internalversion/printers.go (printEvent). */
import type { Event as CoreEvent } from '@bulkhead/apimachinery/types/core-v1';
import type { Event as GroupEvent } from '@bulkhead/apimachinery/types/events-v1';
import { ageOf } from '../age.js';
import type { Cells, PrintContext, Printers } from '../table-types.js';

function printEvent(event: CoreEvent, { now }: PrintContext): Cells {
  const { eventTime, series, involvedObject } = event;
  const since = (time: string | undefined, otherwise: string | undefined): string => ageOf(time ?? otherwise, now);
  const first = event.firstTimestamp ?? eventTime;
  const kind = (involvedObject?.kind ?? '').toLowerCase();
  const count = series === undefined ? event.count || 1 : (series.count ?? 0);
  return {
    'Last Seen': series === undefined ? since(event.lastTimestamp, first) : since(series.lastObservedTime, undefined),
    Type: event.type ?? '',
    Reason: event.reason ?? '',
    Object: involvedObject?.name ? `${kind}/${involvedObject.name}` : kind,
    Subobject: involvedObject?.fieldPath ?? '',
    Source: sourceText(event),
    Message: (event.message ?? '').trim(),
    'First Seen': since(first, undefined),
    Count: count,
  };
}

function sourceText({ source, reportingComponent, reportingInstance }: CoreEvent): string {
  const component = source?.component || (reportingComponent ?? '');
  const host = source?.host || (reportingInstance ?? '');
  return host === '' ? component : `${component}, ${host}`;
}

/** The group calls the same things other names. */
function printGroupEvent(event: GroupEvent, context: PrintContext): Cells {
  const { regarding, note, reportingController, deprecatedSource, deprecatedCount } = event;
  const { deprecatedFirstTimestamp, deprecatedLastTimestamp, ...rest } = event;
  const core: CoreEvent = {
    ...rest,
    ...(regarding === undefined ? {} : { involvedObject: regarding }),
    ...(note === undefined ? {} : { message: note }),
    ...(reportingController === undefined ? {} : { reportingComponent: reportingController }),
    ...(deprecatedSource === undefined ? {} : { source: deprecatedSource }),
    ...(deprecatedCount === undefined ? {} : { count: deprecatedCount }),
    ...(deprecatedFirstTimestamp === undefined ? {} : { firstTimestamp: deprecatedFirstTimestamp }),
    ...(deprecatedLastTimestamp === undefined ? {} : { lastTimestamp: deprecatedLastTimestamp }),
  };
  return printEvent(core, context);
}

export const EVENTS: Printers = [
  ['/events', printEvent],
  ['events.k8s.io/events', printGroupEvent],
];
