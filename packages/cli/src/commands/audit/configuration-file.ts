/** The configuration file and the baseline file of an audit. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type AuditConfiguration, parseBaseline, parseConfiguration } from '@bulkhead/audit';
import { decodeText, readManifest } from '@bulkhead/manifest';
import { UsageError } from '../../context.js';
import { reasonOf } from '../../output.js';

const DEFAULT_FILE = '.bulkhead.yaml';

/** The configuration, and the file that it came from when there is one. */
export function readConfiguration(
  flag: string | undefined,
  cwd: string,
): { configuration: AuditConfiguration; source: string | undefined } {
  const name = flag ?? DEFAULT_FILE;
  const path = resolve(cwd, name);
  if (flag === undefined && !existsSync(path)) return { configuration: {}, source: undefined };
  const configuration = parseConfiguration(readDocument(name, cwd));
  if ('problems' in configuration) throw new UsageError(`${name}: ${configuration.problems.join('; ')}`);
  return { configuration, source: path };
}

/** Fingerprints of the baseline that a flag or the configuration names. */
export function readBaseline(
  flag: string | undefined,
  configured: string | undefined,
  configurationFile: string | undefined,
  cwd: string,
): { fingerprints: ReadonlySet<string>; source: string } {
  const name = flag ?? configured;
  if (name === undefined) return { fingerprints: new Set(), source: '' };
  const folder = flag === undefined && configurationFile !== undefined ? dirname(configurationFile) : cwd;
  const fingerprints = parseBaseline(readDocument(name, folder));
  if ('problem' in fingerprints) throw new UsageError(`${name}: ${fingerprints.problem}`);
  return { fingerprints, source: name };
}

/** The one document of a YAML or JSON file. */
export function readDocument(name: string, folder: string): unknown {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(folder, name));
  } catch (error) {
    throw new UsageError(`cannot read ${name}: ${reasonOf(error)}`);
  }
  const decoded = decodeText(bytes);
  if ('error' in decoded) throw new UsageError(`${name}: ${decoded.error}`);
  const { documents, errors } = readManifest(decoded.text, { bytes: decoded.bytes });
  const [error] = errors;
  if (error !== undefined) throw new UsageError(`${name}:${error.line}:${error.column}: ${error.message}`);
  if (documents.length !== 1) throw new UsageError(`${name}: expected one document, found ${documents.length}`);
  return documents[0]?.value;
}
