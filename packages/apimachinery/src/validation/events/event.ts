/**
 * Events, of both groups: one rule for all, and stricter ones for the newer group.
 * Source: pkg/apis/core/validation/events.go.
 */
import type { Event as CoreEvent } from '../../generated/types/core-v1.js';
import type { Event } from '../../generated/types/events-v1.js';
import { byteLength, dns1123SubdomainProblems, nameIsDnsSubdomain, qualifiedNameProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, number, struct, text } from '../zero-value.js';

const MAX_TEXT = 128;
const MAX_NOTE = 1024;
const CLUSTER_NAMESPACES: readonly string[] = ['default', 'kube-system'];
const MISMATCH = 'does not match event.namespace';

/** Both groups keep one internal object, and errors name its fields. */
interface InternalEvent {
  readonly namespace: string;
  readonly objectNamespace: string;
  readonly eventTime: string | undefined;
  readonly reportingController: string;
  readonly reportingInstance: string;
  readonly action: string;
  readonly reason: string;
  readonly message: string;
}

export function validateCoreEvent(event: CoreEvent, _: ValidationOptions, errors: ErrorList): void {
  validateCommon(
    {
      namespace: text(event.metadata?.namespace),
      objectNamespace: text(event.involvedObject?.namespace),
      eventTime: event.eventTime,
      reportingController: text(event.reportingComponent),
      reportingInstance: text(event.reportingInstance),
      action: text(event.action),
      reason: text(event.reason),
      message: text(event.message),
    },
    errors,
  );
}

/** What an event of the newer group must be, new or not: old ones are changed there too. */
export function validateEventState(event: Event, errors: ErrorList): void {
  validateCommon(
    {
      namespace: text(event.metadata?.namespace),
      objectNamespace: text(event.regarding?.namespace),
      eventTime: event.eventTime,
      reportingController: text(event.reportingController),
      reportingInstance: text(event.reportingInstance),
      action: text(event.action),
      reason: text(event.reason),
      message: text(event.note),
    },
    errors,
  );
}

export function validateEvent(event: Event, _: ValidationOptions, errors: ErrorList): void {
  validateEventState(event, errors);
  validateObjectMeta(event.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  if (isSet(event.series)) {
    const { count, lastObservedTime } = event.series;
    if (number(count) < 2) errors.invalid(new Path('series.count'), '', 'should be at least 2');
    if (text(lastObservedTime) === '') errors.required(new Path('series.lastObservedTime'));
  }
  if (text(event.eventTime) === '') errors.required(new Path('eventTime'));
  const type = text(event.type);
  if (type !== 'Normal' && type !== 'Warning') {
    errors.invalid(new Path('type'), '', `has invalid value: ${type}`);
  }
  refuseOldFields(event, errors);
}

function refuseOldFields(event: Event, errors: ErrorList): void {
  const { component, host } = struct(event.deprecatedSource);
  const used: readonly (readonly [string, boolean])[] = [
    ['firstTimestamp', text(event.deprecatedFirstTimestamp) !== ''],
    ['lastTimestamp', text(event.deprecatedLastTimestamp) !== ''],
    ['count', number(event.deprecatedCount) !== 0],
    ['source', text(component) !== '' || text(host) !== ''],
  ];
  for (const [name, isUsed] of used) if (isUsed) errors.invalid(new Path(name), '', 'needs to be unset');
}

function validateCommon(event: InternalEvent, errors: ErrorList): void {
  const { namespace, objectNamespace } = event;
  const path = new Path('involvedObject').child('namespace');
  if (text(event.eventTime) === '') {
    const isMatch =
      objectNamespace === '' ? namespace === '' || namespace === 'default' : namespace === objectNamespace;
    if (!isMatch) errors.invalid(path, objectNamespace, MISMATCH);
  } else {
    if (objectNamespace === '' && !CLUSTER_NAMESPACES.includes(namespace)) {
      errors.invalid(path, objectNamespace, MISMATCH);
    }
    validateReporter(event, errors);
  }
  errors.invalidEach(new Path('namespace'), namespace, dns1123SubdomainProblems(namespace));
}

function validateReporter(event: InternalEvent, errors: ErrorList): void {
  const controller = new Path('reportingController');
  if (event.reportingController === '') errors.required(controller);
  errors.invalidEach(
    controller,
    event.reportingController,
    qualifiedNameProblems(event.reportingController, errors.minor),
  );
  for (const name of ['reportingInstance', 'action', 'reason'] as const) {
    if (event[name] === '') errors.required(new Path(name));
    refuseLong(event[name], name, MAX_TEXT, errors);
  }
  refuseLong(event.message, 'message', MAX_NOTE, errors);
}

function refuseLong(value: string, name: string, limit: number, errors: ErrorList): void {
  if (byteLength(value) > limit) errors.invalid(new Path(name), '', `can have at most ${limit} characters`);
}
