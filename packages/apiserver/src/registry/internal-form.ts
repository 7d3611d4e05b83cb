/**
 * What reading an object does to it beside its defaults: fields that say one thing in two ways are made one, so that
 * admission, the books of field managers and the store see the same.
 *
 * Source: the conversions to internal types under pkg/apis/<group>/<version>/conversion.go.
 */
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import type { NodeSpec, PodStatus } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';
import type { KubeObject } from './kube-object.js';

/** An object that was decoded, as the server goes on with it. */
export function internalForm(object: KubeObject, profile: ClusterProfile): KubeObject {
  const mirror = MIRRORS.get(`${object.apiVersion}/${object.kind}`);
  return applyDefaults(mirror === undefined ? object : mirror(object), profile);
}

const MIRRORS: ReadonlyMap<string, (object: KubeObject) => KubeObject> = new Map([
  ['v1/Secret', foldStringData],
  ['v1/Pod', mirrorPodIP],
  ['v1/Node', mirrorPodCIDR],
  ['apps/v1/DaemonSet', withTemplateGeneration],
]);

/** Secrets may be written in plain text, and are never read so. */
function foldStringData(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  if (stringData === undefined || stringData === null) return object;
  const plain = Object.entries(stringData as Readonly<Record<string, string>>);
  const encoded = plain.map(([key, value]) => [key, Buffer.from(value, 'utf8').toString('base64')] as const);
  const data = (rest['data'] ?? {}) as Readonly<Record<string, string>>;
  return {
    ...object,
    stringData: undefined,
    ...(encoded.length === 0 ? {} : { data: Object.fromEntries([...Object.entries(data), ...encoded]) }),
  };
}

/** The old field wins: who writes it does not know of the list. */
function mirrorPodIP(object: KubeObject): KubeObject {
  const status = (object['status'] ?? {}) as PodStatus;
  const { podIP = '', podIPs = [], hostIP = '', hostIPs = [] } = status;
  const [first] = podIPs;
  const [host] = hostIPs;
  const isSame = podIP === (first?.ip ?? '');
  if (isSame && (host === undefined || hostIP !== '')) return object;
  const addresses = podIP === '' ? podIPs : isSame ? podIPs : [{ ip: podIP }];
  const primary = addresses[0]?.ip;
  return {
    ...object,
    status: {
      ...status,
      ...(primary === undefined ? {} : { podIP: primary, podIPs: addresses }),
      ...(host?.ip === undefined || hostIP !== '' ? {} : { hostIP: host.ip }),
    },
  };
}

function mirrorPodCIDR(object: KubeObject): KubeObject {
  const spec = (object['spec'] ?? {}) as NodeSpec;
  const { podCIDR = '', podCIDRs = [] } = spec;
  const [first = ''] = podCIDRs;
  if (podCIDR === first) return object;
  const blocks = podCIDR === '' ? podCIDRs : [podCIDR];
  return { ...object, spec: { ...spec, podCIDR: blocks[0] ?? '', podCIDRs: blocks } };
}

/** Counts changes of the template: a field once, an annotation since. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

function withTemplateGeneration(object: KubeObject): KubeObject {
  const { annotations } = object.metadata;
  const generation = annotations?.[TEMPLATE_GENERATION];
  if (generation !== undefined && /^-?\d+$/.test(generation)) return object;
  return {
    ...object,
    metadata: { ...object.metadata, annotations: { ...annotations, [TEMPLATE_GENERATION]: '0' } },
  };
}
