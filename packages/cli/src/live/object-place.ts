/**
 * Where an object of a cluster stands: the name by which reports call it, and its file in a dump. Names of objects are
 * chosen by strangers: a file name says nothing but its letters, on every system.
 */
import { createHash } from 'node:crypto';
import type { ReadObject } from '@bulkhead/client';

type Identity = Pick<ReadObject, 'apiVersion' | 'kind' | 'namespace' | 'name'>;

/** Namespaces have no underscore: objects of the cluster are in nobody's way. */
const CLUSTER_FOLDER = '_cluster';

/** `shop/Deployment.apps/web.yaml`, `_cluster/Namespace/shop.yaml` */
export function dumpPath({ apiVersion, kind, namespace, name }: Identity): string {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `.${apiVersion.slice(0, slash)}`;
  const folder = namespace === '' ? CLUSTER_FOLDER : fileName(namespace);
  return `${folder}/${fileName(kind + group)}/${fileName(name)}.yaml`;
}

/** `cluster:shop/Deployment/web` */
export function clusterPlace({ kind, namespace, name }: Identity): string {
  return `cluster:${namespace === '' ? '' : `${namespace}/`}${kind}/${name}`;
}

/** Names that Windows keeps for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const MAX_LENGTH = 180;

/** Everything but plain letters is spelled as its bytes; long names end in a hash. */
function fileName(name: string): string {
  let spelled = '';
  for (const byte of Buffer.from(name, 'utf8')) {
    const character = String.fromCharCode(byte);
    const isPlain = /[A-Za-z0-9_-]/.test(character) || (character === '.' && spelled !== '');
    spelled += isPlain ? character : percent(byte);
  }
  if (spelled.endsWith('.')) spelled = `${spelled.slice(0, -1)}%2E`;
  if (DEVICE.test(spelled)) spelled = percent(spelled.charCodeAt(0)) + spelled.slice(1);
  if (spelled.length <= MAX_LENGTH) return spelled;
  return `${spelled.slice(0, MAX_LENGTH)}~${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

const percent = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
