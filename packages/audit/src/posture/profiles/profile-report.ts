/** How the controls of a profile stand in one report. Nothing is called passed that was not looked at. */
import { type Finding, isAtLeast, type Severity } from '../../finding.js';
import type { Rule } from '../../rule.js';
import { type Control, type Profile, type ProfileName, profileNamed } from './profile.js';

/**
 * `failed`: findings that count. `excepted`: only findings that an exception or the baseline accepts. `passed`: its rules
 * were asked of something and found nothing. `notSeen`: it has rules, and the input holds nothing that they look at.
 * `notAsked`: its rules were left out by a flag. `notCovered`: no rule looks at it.
 */
export type ControlStatus = 'failed' | 'excepted' | 'passed' | 'notSeen' | 'notAsked' | 'notCovered';

/** The standings as people read them. */
export const STATUS_TEXT: Readonly<Record<ControlStatus, string>> = {
  failed: 'failed',
  excepted: 'accepted by exceptions',
  passed: 'passed',
  notSeen: 'not in this input',
  notAsked: 'not asked',
  notCovered: 'not covered',
};

export interface ControlReport {
  readonly id: string;
  readonly title: string;
  readonly status: ControlStatus;
  /** Findings that count. */
  readonly findings: number;
  /** The rules that look at it. */
  readonly rules: readonly string[];
  /** Why nothing can be said, for `notSeen`, `notAsked` and `notCovered`; what was not looked at, for `passed`. */
  readonly why?: string;
}

export interface ProfileReport {
  readonly name: ProfileName;
  readonly title: string;
  readonly counts: Readonly<Record<ControlStatus, number>>;
  readonly controls: readonly ControlReport[];
}

interface Asked {
  /** The rules that were asked. */
  readonly rules: readonly Rule[];
  readonly severity: Severity;
  readonly severities: Readonly<Record<string, Severity>>;
}

export function profileReport(
  { profile: name, known }: { readonly profile: ProfileName; readonly known: readonly Rule[] },
  asked: Asked,
  looksAtSomething: (rule: Rule) => boolean,
  findings: readonly Finding[],
): ProfileReport {
  const profile = profileNamed(name);
  const byRule = new Map<string, { active: number; ignored: number }>();
  for (const { ruleId, ignored } of findings) {
    const count = byRule.get(ruleId) ?? { active: 0, ignored: 0 };
    if (ignored === null) count.active++;
    else count.ignored++;
    byRule.set(ruleId, count);
  }
  const counts = { failed: 0, excepted: 0, passed: 0, notSeen: 0, notAsked: 0, notCovered: 0 };
  const controls = controlsOf(profile, known).map(({ control, rules }) => {
    const report = controlReport(control, rules, asked, looksAtSomething, byRule);
    counts[report.status]++;
    return report;
  });
  return { name, title: profile.title, counts, controls };
}

/** The controls with all rules that look at them; of a Pod Security level each rule is a control. */
function controlsOf(profile: Profile, known: readonly Rule[]): { control: Control; rules: readonly Rule[] }[] {
  if (profile.controls.length > 0) {
    const [prefix = ''] = profile.standards;
    return [...profile.controls, ...unlisted(profile, known)].map((control) => ({
      control,
      rules: known.filter(({ standards }) => standards.includes(prefix + control.id)),
    }));
  }
  return known
    .filter(({ standards }) => profile.standards.some((wanted) => standards.includes(wanted)))
    .map((rule) => ({ control: { id: rule.id, title: rule.title }, rules: [rule] }));
}

/** Numbers that rules carry and our list has not: they are reported rather than lost. */
function unlisted({ standards: [prefix = ''], controls }: Profile, known: readonly Rule[]): Control[] {
  const ids = new Set(
    known
      .flatMap(({ standards }) => standards)
      .filter((standard) => standard.startsWith(prefix))
      .map((standard) => standard.slice(prefix.length)),
  );
  for (const { id } of controls) ids.delete(id);
  return [...ids].map((id) => ({ id, title: 'not in the list that Bulkhead knows' }));
}

function controlReport(
  { id, title, outside }: Control,
  rules: readonly Rule[],
  asked: Asked,
  looksAtSomething: (rule: Rule) => boolean,
  byRule: ReadonlyMap<string, { readonly active: number; readonly ignored: number }>,
): ControlReport {
  const about = { id, title, rules: rules.map((rule) => rule.id) };
  const sum = (what: 'active' | 'ignored'): number =>
    rules.reduce((total, rule) => total + (byRule.get(rule.id)?.[what] ?? 0), 0);
  const findings = sum('active');
  const say = (status: ControlStatus, why?: string): ControlReport => ({
    ...{ ...about, status, findings },
    ...(why === undefined ? {} : { why }),
  });
  if (findings > 0) return say('failed');
  if (rules.length === 0) return say('notCovered', outside ?? 'no rule looks at it');
  if (sum('ignored') > 0) return say('excepted');
  const unasked = rules.filter((rule) => !asked.rules.includes(rule));
  if (unasked.length > 0) return say('notAsked', `${unasked.map((rule) => rule.id).join(', ')} left out`);
  const quiet = rules.filter((rule) => !isAtLeast(asked.severities[rule.id] ?? rule.severity, asked.severity));
  if (quiet.length > 0) {
    return say('notAsked', `findings of ${quiet.map((rule) => rule.id).join(', ')} are below --severity`);
  }
  const blind = rules.filter((rule) => !looksAtSomething(rule));
  if (blind.length === rules.length) return say('notSeen', 'the input does not show it');
  return blind.length === 0
    ? say('passed')
    : say('passed', `as far as the input shows: nothing to look at for ${blind.map((rule) => rule.id).join(', ')}`);
}
