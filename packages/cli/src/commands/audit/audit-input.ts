/** What `audit` and `fix` are told alike: which rules are asked, with which exceptions, of which objects. */
import { type AuditObject, type AuditOptions, type ProfileName, podSecurityConfigurationOfPart } from '@bulkhead/audit';
import { type Context, UsageError } from '../../context.js';
import { type ReadObjects, readObjects } from '../../read-objects.js';
import type { AuditFlags } from './command.js';
import { readBaseline, type readConfiguration } from './configuration-file.js';
import { selectRules } from './select-rules.js';

interface AuditQuestion {
  /** As `audit`. */
  readonly command: string;
  readonly paths: readonly string[];
  readonly flags: Omit<AuditFlags, 'format' | 'failOn'>;
  readonly configured: ReturnType<typeof readConfiguration>;
  /** The profile whose rules alone are asked. */
  readonly profileName?: ProfileName | undefined;
}

interface AuditInput extends ReadObjects {
  readonly podSecurity: Exclude<ReturnType<typeof podSecurityConfigurationOfPart>, { readonly problem: string }>;
  readonly options: AuditOptions;
  /** Whether the object is of the namespace that the flags name, if they name one. */
  readonly isChosen: (object: AuditObject) => boolean;
}

/** Checks all that was said before anything is read. */
export async function readAuditInput(context: Context, question: AuditQuestion): Promise<AuditInput> {
  const { command, paths, flags, configured, profileName } = question;
  const { configuration, source } = configured;
  const rules = selectRules(flags.rules ?? configuration.rules, flags.skip ?? configuration.skip, profileName);
  const podSecurity = podSecurityConfigurationOfPart(configuration.podSecurity);
  if ('problem' in podSecurity) throw new UsageError(`${source}: podSecurity: ${podSecurity.problem}`);
  const baseline = readBaseline(flags.baseline, configuration.baseline, source, context.cwd);
  const { namespace } = flags;
  const read = await readObjects(context, {
    usage: `${command} PATH`,
    paths,
    flags,
    kinds: 'audit',
    configured: configuration,
    namespace,
  });
  return {
    ...read,
    podSecurity,
    isChosen: (object) => namespace === undefined || isIn(object, namespace),
    options: {
      rules,
      // A control is passed only where nothing at all was found.
      severity: flags.severity ?? configuration.severity ?? (profileName === undefined ? 'low' : 'info'),
      severities: configuration.severities ?? {},
      ignore: configuration.ignore ?? [],
      baseline: baseline.fingerprints,
      baselineSource: baseline.source,
      today: context.now().toISOString().slice(0, 10),
      files: read.input.files.length,
      errors: read.input.errors,
    },
  };
}

const isIn = ({ identity }: AuditObject, namespace: string): boolean =>
  (identity.namespace === '' ? 'default' : identity.namespace) === namespace ||
  (identity.kind === 'Namespace' && identity.name === namespace);
