/**
 * What probes and lifecycle hooks do, and lifecycle hooks themselves.
 * Source: pkg/apis/core/validation/validation.go validateHandler, validateLifecycle.
 */
import type {
  ExecAction,
  HTTPGetAction,
  Lifecycle,
  LifecycleHandler,
  PodOS,
  ProbeHandler,
  SleepAction,
} from '../../generated/types/core-v1.js';
import { httpHeaderNameProblems } from '../../names/index.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validatePortNumberOrName } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, number, text } from '../zero-value.js';

type HandlerKind = 'exec' | 'httpGet' | 'tcpSocket' | 'grpc' | 'sleep';

/** In upstream's order, which decides which of several is the one too many. */
export const PROBE_HANDLERS: readonly HandlerKind[] = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const LIFECYCLE_HANDLERS: readonly HandlerKind[] = ['exec', 'httpGet', 'tcpSocket', 'sleep'];
const SCHEMES: readonly string[] = ['HTTP', 'HTTPS'];

type Handler = ProbeHandler & LifecycleHandler;
type GracePeriod = number | bigint | undefined;

export function validateHandler(
  handler: Handler,
  kinds: readonly HandlerKind[],
  gracePeriod: GracePeriod,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  let count = 0;
  for (const kind of kinds) {
    if (!isSet(handler[kind])) continue;
    count += 1;
    if (count > 1) errors.forbidden(path.child(kind), 'may not specify more than 1 handler type');
    else validateAction(handler, kind, gracePeriod, path, options, errors);
  }
  if (count === 0) errors.required(path, 'must specify a handler type');
}

function validateAction(
  handler: Handler,
  kind: HandlerKind,
  gracePeriod: GracePeriod,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  if (kind === 'exec' && isSet(exec)) validateExec(exec, path, errors);
  else if (kind === 'httpGet' && isSet(httpGet)) validateHttpGet(httpGet, path.child('httpGet'), errors);
  else if (kind === 'tcpSocket') validatePortNumberOrName(tcpSocket?.port, path.child('tcpSocket'), 'port', errors);
  else if (kind === 'grpc') validatePortNumberOrName(number(grpc?.port) as number, path.child('grpc'), 'port', errors);
  else if (kind === 'sleep' && isSet(sleep)) validateSleep(sleep, gracePeriod, path.child('sleep'), options, errors);
}

function validateExec(exec: ExecAction, path: Path, errors: ErrorList): void {
  if (!Array.isArray(exec.command) || exec.command.length === 0) errors.required(path.child('exec').child('command'));
}

function validateHttpGet(action: HTTPGetAction, path: Path, errors: ErrorList): void {
  if (text(action.path) === '') errors.required(path.child('path'));
  validatePortNumberOrName(action.port, path, 'port', errors);
  const scheme = text(action.scheme);
  if (!SCHEMES.includes(scheme)) errors.notSupported(path.child('scheme'), scheme, SCHEMES);
  for (const header of list(action.httpHeaders)) {
    const problems = httpHeaderNameProblems(text(header.name));
    if (problems.length > 0) errors.invalidEach(path.child('httpHeaders'), text(header.name), problems);
  }
}

function validateSleep(
  sleep: SleepAction,
  gracePeriod: GracePeriod,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const seconds = number(sleep.seconds);
  if (!isSet(gracePeriod)) return;
  if (options.podLifecycleSleepActionZero) {
    if (seconds >= 0 && seconds <= gracePeriod) return;
    const detail = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`;
    return errors.invalid(path, seconds, detail);
  }
  if (seconds > 0 && seconds <= gracePeriod) return;
  const range = `must be greater than 0 and less than terminationGracePeriodSeconds (${gracePeriod})`;
  const advice = '. Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.';
  errors.invalid(path, seconds, options.minor >= SLEEP_ADVICE_SINCE ? `${range}${advice}` : range);
}

/** The gate that the text names came with 1.32. */
const SLEEP_ADVICE_SINCE = 32;

export function validateLifecycle(
  lifecycle: Lifecycle,
  gracePeriod: GracePeriod,
  os: PodOS | undefined,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  for (const name of ['postStart', 'preStop'] as const) {
    const handler = lifecycle[name];
    if (isSet(handler)) {
      validateHandler(handler, LIFECYCLE_HANDLERS, gracePeriod, path.child(name), options, errors);
    }
  }
  if (isSet(lifecycle.stopSignal)) validateStopSignal(lifecycle.stopSignal, os, path.child('stopSignal'), errors);
}

const WINDOWS_STOP_SIGNALS: readonly string[] = ['SIGKILL', 'SIGTERM'];
const REAL_TIME_SIGNALS = [
  'SIGRTMIN',
  ...Array.from({ length: 15 }, (_, index) => `SIGRTMIN+${index + 1}`),
  ...Array.from({ length: 14 }, (_, index) => `SIGRTMAX-${index + 1}`),
  'SIGRTMAX',
];
const LINUX_STOP_SIGNALS: readonly string[] = [
  ...'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM'
    .split(' ')
    .map((name) => `SIG${name}`),
  ...'TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ'.split(' ').map((name) => `SIG${name}`),
  ...REAL_TIME_SIGNALS,
].sort();

function validateStopSignal(signal: string, os: PodOS | undefined, path: Path, errors: ErrorList): void {
  if (!isSet(os)) return errors.forbidden(path, 'may not be set for containers with empty `spec.os.name`');
  const supported = STOP_SIGNALS.get(text(os.name));
  if (supported !== undefined && !supported.includes(signal)) {
    errors.notSupported(path, pointedText(signal, errors.minor), supported);
  }
}

const STOP_SIGNALS: ReadonlyMap<string, readonly string[]> = new Map([
  ['windows', WINDOWS_STOP_SIGNALS],
  ['linux', LINUX_STOP_SIGNALS],
]);
