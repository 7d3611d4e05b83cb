/** What Go calls a field, for error texts. Only JSON names are in the model; the rest follows Go's custom. */
import type { FieldModel } from '../model/type-model.js';

const INITIALISMS: ReadonlySet<string> = new Set([
  ...[
    'api',
    'aws',
    'azure',
    'ca',
    'cel',
    'cidr',
    'csi',
    'dns',
    'fc',
    'fs',
    'gce',
    'gid',
    'grpc',
    'http',
    'id',
    'iscsi',
  ],
  ...['ip', 'json', 'nfs', 'os', 'pid', 'rbd', 'se', 'tcp', 'tls', 'ttl', 'uid', 'url', 'uri', 'uuid', 'wwn'],
]);
const WORDS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;
/** Initialisms at the end of a plural: `podIPs`. */
const PLURAL = /^(IP|CIDR|WWN|URL|ID)s$/i;

/** `ObjectMeta` for `metadata`, `APIVersion` for `apiVersion`, `PodIP` for `podIP`. */
export function goFieldName({ name, type }: FieldModel): string {
  if (name === 'metadata' || name === '') return lastPart(type.goName);
  const words = name.replace(/[^A-Za-z0-9]/g, '').match(WORDS) ?? [name];
  return words.map(goWord).join('');
}

function goWord(word: string): string {
  const lower = word.toLowerCase();
  if (INITIALISMS.has(lower)) return word.toUpperCase();
  if (PLURAL.test(word)) return `${word.slice(0, -1).toUpperCase()}s`;
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

export const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
