/**
 * Priority levels: how many requests of one kind are served at once, and what becomes of the others.
 * Source: pkg/apis/flowcontrol/validation/validation.go ValidatePriorityLevelConfiguration.
 */
import { KEEP_ZERO_SHARES, KEEP_ZERO_SHARES_SINCE } from '../../defaults/flow-control.js';
import type {
  ExemptPriorityLevelConfiguration,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
} from '../../generated/types/flowcontrol-v1.js';
import type * as v1beta2 from '../../generated/types/flowcontrol-v1beta2.js';
import { nameIsDnsSubdomain } from '../../names/index.js';
import type { Minor } from '../../version.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { METADATA_PATH, validateObjectMeta } from '../metadata/object-meta.js';
import { semanticallyEqual } from '../update/semantic-equal.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, number, struct, text, textEntry } from '../zero-value.js';
import { validateLimitedLevel, validatePercent } from './limited-level.js';
import { MANDATORY_PRIORITY_LEVELS } from './mandatory-specs.js';

const SPEC_PATH = new Path('spec');
const LIMITED_PATH = SPEC_PATH.child('limited');
const EXEMPT_PATH = SPEC_PATH.child('exempt');
const EXEMPT = 'exempt';
const TYPES = ['Exempt', 'Limited'] as const;
/** Since then exempt levels have shares, too. */
const EXEMPT_FIELD_SINCE: Minor = 28;

export function validatePriorityLevel(
  object: PriorityLevelConfiguration,
  _: ValidationOptions,
  errors: ErrorList,
): void {
  const name = text(object.metadata?.name);
  const sharesName = sharesNameOf(object);
  const spec = sharesName === 'assuredConcurrencyShares' ? withNominalShares(object.spec) : struct(object.spec);
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  validateLevelAnnotations(object, errors);
  validateType(text(spec.type), name, errors);
  validateOfType(spec, sharesName, errors);
  validateMandatory(spec, name, errors);
}

/** Only v1beta3 knows the annotation. */
function validateLevelAnnotations(object: PriorityLevelConfiguration, errors: ErrorList): void {
  if (errors.minor < KEEP_ZERO_SHARES_SINCE || text(object.apiVersion).endsWith('/v1beta3')) return;
  if (textEntry(object.metadata?.annotations, KEEP_ZERO_SHARES) === undefined) return;
  errors.forbidden(METADATA_PATH.child('annotations'), `annotation '${KEEP_ZERO_SHARES}' is forbidden`);
}

type SharesName = 'assuredConcurrencyShares' | 'nominalConcurrencyShares';

function sharesNameOf({ apiVersion }: PriorityLevelConfiguration): SharesName {
  const isOld = /\/v1beta[12]$/.test(text(apiVersion));
  return isOld ? 'assuredConcurrencyShares' : 'nominalConcurrencyShares';
}

/** The spec of an old version as v1 has it. */
function withNominalShares(
  spec: v1beta2.PriorityLevelConfigurationSpec | undefined,
): Partial<PriorityLevelConfigurationSpec> {
  const given = struct(spec);
  if (!isSet(given.limited)) return given;
  const { assuredConcurrencyShares: shares, ...limited } = given.limited;
  return { ...given, limited: { ...limited, nominalConcurrencyShares: shares ?? 0 } };
}

function validateType(type: string, name: string, errors: ErrorList): void {
  if ((name === EXEMPT) === (type === 'Exempt')) return;
  errors.invalid(SPEC_PATH.child('type'), type, "type must be 'Exempt' if and only if name is 'exempt'");
}

function validateOfType(spec: PriorityLevelConfigurationSpec, sharesName: SharesName, errors: ErrorList): void {
  const type = text(spec.type);
  const exempt = errors.minor >= EXEMPT_FIELD_SINCE ? spec.exempt : undefined;
  if (type === 'Exempt') {
    if (isSet(spec.limited)) errors.forbidden(LIMITED_PATH, 'must be nil if the type is not Limited');
    if (isSet(exempt)) validateExempt(exempt, errors);
  } else if (type === 'Limited') {
    if (isSet(exempt)) errors.forbidden(EXEMPT_PATH, 'must be nil if the type is Limited');
    if (isSet(spec.limited)) validateLimitedLevel(spec.limited, sharesName, LIMITED_PATH, errors);
    else errors.required(LIMITED_PATH, 'must not be empty when type is Limited');
  } else errors.notSupported(SPEC_PATH.child('type'), type, TYPES);
}

function validateExempt(exempt: ExemptPriorityLevelConfiguration, errors: ErrorList): void {
  const shares = number(exempt.nominalConcurrencyShares);
  if (shares < 0) {
    errors.invalid(EXEMPT_PATH.child('nominalConcurrencyShares'), shares, 'must be a non-negative integer');
  }
  validatePercent(exempt.lendablePercent, EXEMPT_PATH, errors);
}

/** The level `exempt` may change what it lends, and nothing else. */
function validateMandatory(spec: PriorityLevelConfigurationSpec, name: string, errors: ErrorList): void {
  const fixed = MANDATORY_PRIORITY_LEVELS.get(name);
  const isExemptOpen = name === EXEMPT && errors.minor >= EXEMPT_FIELD_SINCE;
  const { exempt: _exempt, ...others } = spec;
  if (fixed === undefined || semanticallyEqual(isExemptOpen ? others : spec, fixed)) return;
  const but = isExemptOpen ? " except the 'spec.exempt' field" : '';
  const found = internalValue('flowcontrol.PriorityLevelConfigurationSpec', spec, errors.minor);
  errors.invalid(SPEC_PATH, found, `spec of '${name}'${but} must equal the fixed value`);
}
