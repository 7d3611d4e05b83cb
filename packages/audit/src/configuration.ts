/**
 * The configuration of an audit: `.bulkhead.yaml` or `--config FILE`, as published in
 * docs/schemas/audit-configuration.schema.json.
 */
import type { ObjectIdentity, Severity } from './finding.js';
import validate from './generated/validate-configuration.js';
import type { Exception } from './ignore/exception.js';
import { isDay } from './ignore/exception.js';
import type { ProfileName } from './posture/profiles/profile.js';

/** An exception of the configuration: an `Exception` for the objects that its patterns name. */
export interface ConfiguredException {
  readonly rules: readonly string[];
  readonly reason: string;
  readonly until?: string;
  readonly kinds?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly names?: readonly string[];
  readonly files?: readonly string[];
  readonly containers?: readonly string[];
}

export interface AuditConfiguration {
  readonly kubernetesVersion?: string;
  readonly featureGates?: Readonly<Record<string, boolean>>;
  readonly failOn?: Exclude<Severity, 'info'> | 'none';
  readonly severity?: Severity;
  readonly profile?: ProfileName;
  readonly rules?: readonly string[];
  readonly skip?: readonly string[];
  readonly severities?: Readonly<Record<string, Severity>>;
  readonly baseline?: string;
  readonly ignore?: readonly ConfiguredException[];
  /** A PodSecurityConfiguration without its apiVersion and kind. */
  readonly podSecurity?: Readonly<Record<string, unknown>>;
}

/** The configuration, or what is wrong with it: one sentence a problem, each beginning with the place. */
export function parseConfiguration(document: unknown): AuditConfiguration | { readonly problems: readonly string[] } {
  if (!validate(document)) return { problems: (validate.errors ?? []).map(describe) };
  // The schema has just been checked; this is the one place where its meaning becomes a type.
  const configuration = document as AuditConfiguration;
  const problems = (configuration.ignore ?? []).flatMap(({ until }, index) =>
    until === undefined || isDay(until)
      ? []
      : [`ignore[${index}].until: ${JSON.stringify(until)} is no day (YYYY-MM-DD)`],
  );
  return problems.length > 0 ? { problems } : configuration;
}

function describe(error: NonNullable<typeof validate.errors>[number]): string {
  const place =
    error.instancePath
      .slice(1)
      .replaceAll(/\/(\d+)/g, '[$1]')
      .replaceAll('/', '.') || 'the document';
  if (error.keyword === 'additionalProperties') {
    return `${place}: unknown field ${JSON.stringify(error.params['additionalProperty'])}`;
  }
  if (error.keyword === 'enum' || error.keyword === 'const') {
    const allowed = error.params['allowedValues'] ?? [error.params['allowedValue']];
    return `${place}: expected ${(allowed as readonly unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
  }
  return `${place}: ${error.message ?? 'not as the schema says'}`;
}

/** The exceptions of the configuration that are about this object. */
export function configuredExceptions(
  ignore: readonly ConfiguredException[],
  object: ObjectIdentity,
  file: string,
): Exception[] {
  const matching = ignore.filter(
    ({ kinds, namespaces, names, files }) =>
      matches(kinds, object.kind) &&
      matches(namespaces, object.namespace) &&
      matches(names, object.name) &&
      matches(files, file),
  );
  return matching.map(({ rules, containers, reason, until }) => ({
    by: 'configuration',
    rules,
    reason,
    ...(containers === undefined ? {} : { containers }),
    ...(until === undefined ? {} : { until }),
    source: 'configuration',
  }));
}

const matches = (patterns: readonly string[] | undefined, text: string): boolean =>
  patterns === undefined || patterns.some((pattern) => matchesPattern(pattern, text));

/** `*` stands for any characters; the match is linear in the text for each star. */
function matchesPattern(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const [head = '', ...rest] = parts;
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(head)) return false;
  let index = head.length;
  const tail = rest.pop() ?? '';
  for (const part of rest) {
    const found = text.indexOf(part, index);
    if (found === -1) return false;
    index = found + part.length;
  }
  return text.length - tail.length >= index && text.endsWith(tail);
}
