/**
 * Environment variables. Source: pkg/apis/core/validation/validation.go ValidateEnv, ValidateEnvFrom.
 */
import type { EnvFromSource, EnvVar, EnvVarSource, FileKeySelector } from '../../generated/types/core-v1.js';
import {
  configMapKeyProblems,
  dns1123SubdomainProblems,
  envVarNameProblems,
  nameIsDnsSubdomain,
  relaxedEnvVarNameProblems,
} from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { report, validateDns1123Label } from '../name.js';
import { validateNoBacksteps } from '../path-text.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, text } from '../zero-value.js';
import { envFieldPaths, validateFieldRef, validateResourceFieldRef } from './downward-api.js';

export function validateEnv(
  variables: readonly EnvVar[] | undefined,
  containerPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const entries = list(variables);
  const nameProblems = options.relaxedEnvironmentVariables ? relaxedEnvVarNameProblems : envVarNameProblems;
  for (let index = 0; index < entries.length; index += 1) {
    const variable = entries[index];
    if (variable === undefined) continue;
    const name = text(variable.name);
    const problems = name === '' ? undefined : nameProblems(name);
    if (problems?.length === 0 && !isSet(variable.valueFrom)) continue;
    const path = containerPath.child('env').index(index);
    if (problems === undefined) errors.required(path.child('name'));
    else errors.invalidEach(path.child('name'), name, problems);
    if (isSet(variable.valueFrom)) validateEnvVarSource(variable, variable.valueFrom, path, options, errors);
  }
}

function validateEnvVarSource(
  variable: EnvVar,
  source: EnvVarSource,
  variablePath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const path = variablePath.child('valueFrom');
  let sources = 0;
  if (isSet(source.fieldRef)) {
    sources += 1;
    validateFieldRef(source.fieldRef, envFieldPaths(options), path.child('fieldRef'), errors);
  }
  if (isSet(source.resourceFieldRef)) {
    sources += 1;
    validateResourceFieldRef(source.resourceFieldRef, path.child('resourceFieldRef'), false, errors);
  }
  for (const kind of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const reference = source[kind];
    if (!isSet(reference)) continue;
    sources += 1;
    validateKeySelector(text(reference.name), text(reference.key), path.child(kind), errors);
  }
  if (isSet(source.fileKeyRef)) {
    sources += 1;
    validateFileKeySelector(source.fileKeyRef, path.child('fileKeyRef'), errors);
  }
  if (sources === 0) errors.invalid(path, '', `must specify one of: ${oneOf(options)}`);
  else if (text(variable.value) !== '') errors.invalid(path, '', 'may not be specified when `value` is not empty');
  else if (sources > 1) errors.invalid(path, '', 'may not have more than one field specified at a time');
}

const oneOf = (options: ValidationOptions): string =>
  options.envFiles
    ? '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'
    : '`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';

function validateKeySelector(name: string, key: string, path: Path, errors: ErrorList): void {
  report(name, dns1123SubdomainProblems(name), path, 'name', errors);
  if (key === '') errors.required(path.child('key'));
  else report(key, configMapKeyProblems(key), path, 'key', errors);
}

function validateFileKeySelector(selector: FileKeySelector, path: Path, errors: ErrorList): void {
  const key = text(selector.key);
  if (key === '') errors.required(path.child('key'));
  else report(key, relaxedEnvVarNameProblems(key), path, 'key', errors);
  const volumeName = text(selector.volumeName);
  if (volumeName === '') errors.required(path.child('volumeName'));
  else validateDns1123Label(volumeName, path, 'volumeName', errors);
  const file = text(selector.path);
  if (file === '') errors.required(path.child('path'));
  else validateNoBacksteps(file, path.child('path'), errors);
}

export function validateEnvFrom(
  sources: readonly EnvFromSource[] | undefined,
  containerPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const entries = list(sources);
  if (entries.length === 0) return;
  const path = containerPath.child('envFrom');
  const prefixProblems = options.relaxedEnvironmentVariables ? relaxedEnvVarNameProblems : envVarNameProblems;
  for (let index = 0; index < entries.length; index += 1) {
    const source = entries[index] ?? {};
    const prefix = text(source.prefix);
    if (prefix !== '') report(prefix, prefixProblems(prefix), path.index(index), 'prefix', errors);
    let count = 0;
    for (const kind of ['configMapRef', 'secretRef'] as const) {
      const reference = source[kind];
      if (!isSet(reference)) continue;
      count += 1;
      validateReferenceName(text(reference.name), path.index(index).child(kind), errors);
    }
    if (count === 0) errors.invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`');
    else if (count > 1) errors.invalid(path, '', 'may not have more than one field specified at a time');
  }
}

/** Upstream reads these names as prefixes of names. */
function validateReferenceName(name: string, path: Path, errors: ErrorList): void {
  if (name === '') errors.required(path.child('name'));
  else report(name, nameIsDnsSubdomain(name, true), path, 'name', errors);
}
