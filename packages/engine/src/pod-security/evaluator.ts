/**
 * Verdicts: whether a pod may run under a level and version of the Pod Security Standards in a given cluster, and the
 * text that the API server says when it may not.
 *
 * Source: k8s.io/pod-security-admission/policy/registry.go and checks.go.
 */
import type { Minor, VersionProfile } from '@bulkhead/apimachinery';
import { ALLOWED, type Check, type CheckResult } from './check.js';
import { LATEST, type LevelVersion, minorOf, type Version } from './level-version.js';
import { type PodLike, type PodView, podView } from './pod-view.js';
import {
  type ActiveCheck,
  activeChecks,
  type CheckOfCode,
  checksOfCode,
  everyCheck,
  newestPolicyVersion,
} from './registry.js';

/** The answer of one check within a verdict. */
export interface EvaluatedCheck extends CheckResult {
  readonly id: string;
  readonly level: Check['level'];
}

export interface Verdict {
  readonly allowed: boolean;
  /** Every check that was asked, in the order of messages; none for privileged. */
  readonly results: readonly EvaluatedCheck[];
  /** Reasons joined by `, `, as in warnings about existing pods; empty when allowed. */
  readonly forbiddenReason: string;
  /** Reasons with details in parentheses, as in refusals; empty when allowed. */
  readonly forbiddenDetail: string;
}

export interface EvaluatorOptions {
  /**
   * The release of the API server, where it is another one than the profile's. Also the way to ask for checks of a
   * release that no profile can name yet.
   */
  readonly codeVersion?: Minor;
  /** The release that the API server emulates (`--emulated-version`). Older policy versions than that are unaffected. */
  readonly emulationVersion?: Minor;
}

/** The first release where emulating an older one lowers what `latest` means. */
const EMULATION_SINCE: Minor = 34;

/** What stands for the reason of a check that gives none. */
const UNKNOWN_REASON = 'unknown forbidden reason';

const PRIVILEGED_VERDICT: Verdict = Object.freeze({
  allowed: true,
  results: Object.freeze([]),
  forbiddenReason: '',
  forbiddenDetail: '',
});

const NO_FAILED_CHECKS: ReadonlyMap<string, CheckResult> = new Map();

/** The checks of one level and version, with all that can be made before a pod is there. */
interface Plan {
  readonly checks: readonly ActiveCheck[];
  readonly passed: readonly EvaluatedCheck[];
  readonly allowed: Verdict;
}

/** Answers for one cluster. Which checks count is worked out once for each level and version. */
export class PodSecurityEvaluator {
  /** The policy version that `latest`, and everything newer, stands for. */
  readonly maxVersion: Minor;
  readonly #checks: readonly CheckOfCode[];
  readonly #baseline: (Plan | undefined)[] = [];
  readonly #restricted: (Plan | undefined)[] = [];
  #every: readonly ActiveCheck[] | undefined;

  constructor(profile: VersionProfile, options: EvaluatorOptions = {}) {
    const codeVersion = options.codeVersion ?? profile.minor;
    this.#checks = checksOfCode(codeVersion, profile);
    const newest = newestPolicyVersion(this.#checks);
    const emulated = codeVersion >= EMULATION_SINCE ? (options.emulationVersion ?? newest) : newest;
    this.maxVersion = Math.min(newest, emulated);
  }

  evaluatePod(levelVersion: LevelVersion, pod: PodLike): Verdict {
    if (levelVersion.level === 'privileged') return PRIVILEGED_VERDICT;
    return verdictOf(this.#plan(levelVersion), podView(pod));
  }

  /** Every check that the pod fails at the newest version, by id: also those that a stricter check stands for. */
  failedChecks(pod: PodLike): ReadonlyMap<string, CheckResult> {
    this.#every ??= everyCheck(this.#checks, this.maxVersion);
    const view = podView(pod);
    let failed: Map<string, CheckResult> | undefined;
    for (const { id, checkPod } of this.#every) {
      const result = checkPod(view);
      if (!result.allowed) (failed ??= new Map()).set(id, result);
    }
    return failed ?? NO_FAILED_CHECKS;
  }

  /** The checks that count at that level and version, in the order of messages. */
  checks(levelVersion: LevelVersion): readonly ActiveCheck[] {
    return levelVersion.level === 'privileged' ? [] : this.#plan(levelVersion).checks;
  }

  /** Any level that is not baseline is judged as restricted, so that an unknown one fails closed. */
  #plan({ level, version }: LevelVersion): Plan {
    const minor = this.#effectiveMinor(version);
    const plans = level === 'baseline' ? this.#baseline : this.#restricted;
    return (plans[minor] ??= planOf(activeChecks(this.#checks, level === 'baseline' ? level : 'restricted', minor)));
  }

  #effectiveMinor(version: Version): Minor {
    return version === LATEST ? this.maxVersion : Math.min(minorOf(version), this.maxVersion);
  }
}

function planOf(checks: readonly ActiveCheck[]): Plan {
  const passed = checks.map(({ id, level }): EvaluatedCheck => Object.freeze({ id, level, ...ALLOWED }));
  const allowed = { allowed: true, results: Object.freeze(passed), forbiddenReason: '', forbiddenDetail: '' };
  return { checks, passed, allowed: Object.freeze(allowed) };
}

function verdictOf({ checks, passed, allowed }: Plan, pod: PodView): Verdict {
  let results: EvaluatedCheck[] | undefined;
  let reasons = '';
  let details = '';
  for (let index = 0; index < checks.length; index++) {
    // Both lists are made from the same checks and the index is within them.
    const { id, level, checkPod } = checks[index]!;
    const result = checkPod(pod);
    if (result.allowed) continue;
    const reason = result.reason === '' ? UNKNOWN_REASON : result.reason;
    const separator = results === undefined ? '' : ', ';
    results ??= passed.slice();
    results[index] = { id, level, allowed: false, reason, detail: result.detail, fields: result.fields };
    reasons += separator + reason;
    details += separator + (result.detail === '' ? reason : `${reason} (${result.detail})`);
  }
  if (results === undefined) return allowed;
  return { allowed: false, results, forbiddenReason: reasons, forbiddenDetail: details };
}

/** Evaluators by profile, made on first use; a profile never changes. */
const evaluators = new WeakMap<VersionProfile, PodSecurityEvaluator>();

/** The evaluator of a cluster without further options. */
export function evaluatorFor(profile: VersionProfile): PodSecurityEvaluator {
  let evaluator = evaluators.get(profile);
  if (evaluator === undefined) {
    evaluator = new PodSecurityEvaluator(profile);
    evaluators.set(profile, evaluator);
  }
  return evaluator;
}

/** Whether the pod may run at that level and version in the cluster. */
export function evaluatePod(levelVersion: LevelVersion, pod: PodLike, profile: VersionProfile): Verdict {
  return evaluatorFor(profile).evaluatePod(levelVersion, pod);
}
