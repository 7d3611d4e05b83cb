/**
 * The configuration of Pod Security in an API server: the policy of namespaces without labels, and who is exempt. It
 * stands in a file of its own or in the AdmissionConfiguration that `--admission-control-config-file` names.
 *
 * Sources: k8s.io/pod-security-admission/admission/api; k8s.io/apiserver/pkg/admission/config.go.
 */
import { duplicate, type FieldError, invalid, type Minor } from '@bulkhead/apimachinery';
import { labelProblems, subdomainProblems } from './dns-name.js';
import { NO_EXEMPTIONS, type PodSecurityExemptions } from './exemptions.js';
import {
  LATEST,
  LEVEL_ERROR,
  type LevelVersion,
  type Policy,
  parseLevel,
  parseVersion,
  VERSION_ERROR,
} from './level-version.js';
import { aggregate, aggregateTexts } from './response.js';

/** Levels and versions as they are written; unwritten ones have their default. */
export interface PodSecurityDefaults {
  readonly enforce: string;
  readonly 'enforce-version': string;
  readonly audit: string;
  readonly 'audit-version': string;
  readonly warn: string;
  readonly 'warn-version': string;
}

export interface PodSecurityConfiguration {
  readonly defaults: PodSecurityDefaults;
  readonly exemptions: PodSecurityExemptions;
}

export const DEFAULT_DEFAULTS: PodSecurityDefaults = Object.freeze({
  enforce: 'privileged',
  'enforce-version': LATEST,
  audit: 'privileged',
  'audit-version': LATEST,
  warn: 'privileged',
  'warn-version': LATEST,
});

/** The configuration of an API server that was given none. */
export const DEFAULT_CONFIGURATION: PodSecurityConfiguration = Object.freeze({
  defaults: DEFAULT_DEFAULTS,
  exemptions: NO_EXEMPTIONS,
});

type Mode = 'enforce' | 'audit' | 'warn';

/** The policy of namespaces without labels. What cannot be read is read as in labels: strictest, and latest. */
export function defaultPolicyOf({ defaults }: PodSecurityConfiguration): Policy {
  const of = (mode: Mode): LevelVersion => ({
    level: parseLevel(defaults[mode]) ?? 'restricted',
    version: parseVersion(defaults[`${mode}-version`]) ?? LATEST,
  });
  return { enforce: of('enforce'), audit: of('audit'), warn: of('warn') };
}

/** Everything that is wrong with the configuration, in the API server's order. */
export function validateConfiguration({ defaults, exemptions }: PodSecurityConfiguration): readonly FieldError[] {
  return [
    ...validateDefaults(defaults, ['enforce', 'warn', 'audit']),
    ...validateNames('namespaces', exemptions.namespaces, labelProblems),
    ...validateNames('runtimeClasses', exemptions.runtimeClasses, subdomainProblems),
    ...validateNames('usernames', exemptions.usernames, usernameProblems),
  ];
}

/** What the API server says when it refuses to start with the configuration; undefined when it starts. */
export function startupError(configuration: PodSecurityConfiguration, minor: Minor): string | undefined {
  // The defaults are read before the whole is validated, in another order and with other words.
  const unreadable = validateDefaults(configuration.defaults, ['enforce', 'audit', 'warn']).map(
    ({ field, detail }) => `${field.slice('defaults.'.length)}: ${detail}`,
  );
  if (unreadable.length > 0) return `PodSecurity configuration error: ${aggregateTexts(unreadable)}`;
  const errors = validateConfiguration(configuration);
  return errors.length === 0 ? undefined : `PodSecurity invalid: ${aggregate(errors, minor)}`;
}

function validateDefaults(defaults: PodSecurityDefaults, modes: readonly Mode[]): FieldError[] {
  return modes.flatMap((mode) => {
    const errors: FieldError[] = [];
    const level = defaults[mode];
    if (parseLevel(level) === undefined) errors.push(invalid(`defaults.${mode}`, level, LEVEL_ERROR));
    const version = defaults[`${mode}-version`];
    if (parseVersion(version) === undefined) {
      errors.push(invalid(`defaults.${mode}-version`, version, VERSION_ERROR));
    }
    return errors;
  });
}

/** A name is looked at for duplicates only when it is a good one. */
function validateNames(
  list: keyof PodSecurityExemptions,
  names: readonly string[],
  problemsOf: (name: string) => readonly string[],
): FieldError[] {
  const seen = new Set<string>();
  return names.flatMap((name, index) => {
    const field = `exemptions.${list}[${index}]`;
    const problems = problemsOf(name);
    if (problems.length > 0) return [invalid(field, name, problems.join(', '))];
    if (seen.has(name)) return [duplicate(field, name)];
    seen.add(name);
    return [];
  });
}

function usernameProblems(name: string): readonly string[] {
  return name === '' ? ['username must not be empty'] : [];
}
