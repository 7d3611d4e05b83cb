/**
 * CronJobs. Source: pkg/apis/batch/validation/validation.go ValidateCronJobCreate.
 */
import type { CronJob, CronJobSpec } from '../../generated/types/batch-v1.js';
import { byteLength, nameIsDnsSubdomain } from '../../names/index.js';
import type { Minor } from '../../version.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { METADATA_PATH, validateObjectMeta } from '../metadata/object-meta.js';
import { validateNonnegativeField } from '../number.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, struct, text } from '../zero-value.js';
import { cronScheduleProblem, locationProblem } from './cron-schedule.js';
import { validateJobTemplate } from './job.js';

const SPEC_PATH = new Path('spec');

/** The names of its jobs are eleven characters longer. */
const MAX_NAME_BYTES = 52;
const CONCURRENCY_POLICIES: readonly string[] = ['Allow', 'Forbid', 'Replace'];

/** Before, time zones in schedules were refused only beside a `timeZone`. */
const ZONE_IN_SCHEDULE_FORBIDDEN_SINCE: Minor = 29;

export function validateCronJob(object: CronJob, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const spec = struct(object.spec);
  validateSchedule(spec, SPEC_PATH.child('schedule'), errors);
  validateNonnegativeField(spec.startingDeadlineSeconds, SPEC_PATH, 'startingDeadlineSeconds', errors);
  if (isSet(spec.timeZone)) validateTimeZone(text(spec.timeZone), SPEC_PATH.child('timeZone'), errors);
  validateConcurrencyPolicy(text(spec.concurrencyPolicy), SPEC_PATH.child('concurrencyPolicy'), errors);
  const jobPath = SPEC_PATH.child('jobTemplate').child('spec');
  validateJobTemplate(struct(spec.jobTemplate?.spec), jobPath, options, errors);
  validateNonnegativeField(spec.successfulJobsHistoryLimit, SPEC_PATH, 'successfulJobsHistoryLimit', errors);
  validateNonnegativeField(spec.failedJobsHistoryLimit, SPEC_PATH, 'failedJobsHistoryLimit', errors);
  const name = text(object.metadata?.name);
  if (byteLength(name) > MAX_NAME_BYTES) {
    errors.invalid(METADATA_PATH.child('name'), name, 'must be no more than 52 characters');
  }
}

function validateSchedule(spec: Partial<CronJobSpec>, path: Path, errors: ErrorList): void {
  const schedule = text(spec.schedule);
  if (schedule === '') return errors.required(path);
  const problem = cronScheduleProblem(schedule);
  if (problem !== undefined) errors.invalid(path, schedule, problem);
  if (!schedule.includes('TZ')) return;
  if (errors.minor >= ZONE_IN_SCHEDULE_FORBIDDEN_SINCE) {
    errors.invalid(path, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
  } else if (isSet(spec.timeZone)) {
    errors.invalid(path, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule');
  }
}

const ZONE_PART = /^[A-Za-z._0-9+-]{1,14}$/;

function validateTimeZone(zone: string, path: Path, errors: ErrorList): void {
  const badValue = pointedText(zone, errors.minor);
  if (zone === '') return errors.invalid(path, badValue, 'timeZone must be nil or non-empty string');
  const isPart = (part: string): boolean =>
    part !== '.' && part !== '..' && !part.startsWith('-') && ZONE_PART.test(part);
  if (!zone.split('/').every(isPart)) return errors.invalid(path, badValue, `unknown time zone ${zone}`);
  if (zone.toLowerCase() === 'local') {
    const detail = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    errors.invalid(path, badValue, detail);
  }
  const problem = locationProblem(zone);
  if (problem !== undefined) errors.invalid(path, badValue, problem);
}

function validateConcurrencyPolicy(policy: string, path: Path, errors: ErrorList): void {
  if (policy === '') errors.required(path);
  else if (!CONCURRENCY_POLICIES.includes(policy)) errors.notSupported(path, policy, CONCURRENCY_POLICIES);
}
