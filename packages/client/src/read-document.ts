/** The first document of a small YAML or JSON file of the user's. */
import { decodeText, readManifest } from '@bulkhead/manifest';
import { ClusterError, foreignText } from './cluster-error.js';

/** Undefined for an empty file. Throws a ClusterError that names the file and the place. */
export function readDocument(name: string, bytes: Uint8Array): unknown {
  const decoded = decodeText(bytes);
  if ('error' in decoded) throw new ClusterError(`${name}: ${decoded.error}`);
  const { documents, errors } = readManifest(decoded.text, { bytes: decoded.bytes });
  const [error] = errors;
  if (error !== undefined)
    throw new ClusterError(`${name}:${error.line}:${error.column}: ${foreignText(error.message)}`);
  return documents[0]?.value;
}
