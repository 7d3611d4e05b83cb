/**
 * AppArmor profiles in annotations, which become fields when a pod is created: whoever wrote them hears of the fields.
 *
 * Source: pkg/registry/core/pod/strategy.go applyAppArmorVersionSkew; KEP-24.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { AppArmorProfile, PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import type { KubeObject } from '../kube-object.js';

const PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const FIELDS_SINCE: Minor = 30;

/** Of the pod as it was sent. */
export function appArmorWarnings({ metadata, ...pod }: KubeObject, minor: Minor): readonly string[] {
  const { annotations } = metadata;
  if (annotations === undefined || minor < FIELDS_SINCE) return [];
  const spec: PodSpec = pod['spec'] ?? {};
  const { containers = [], initContainers = [], ephemeralContainers = [] } = spec;
  const podProfile = spec.securityContext?.appArmorProfile;
  return [...initContainers, ...containers, ...ephemeralContainers].flatMap(({ name = '', securityContext }) => {
    const key = `${PREFIX}${name}`;
    const annotation = Object.hasOwn(annotations, key) ? annotations[key] : undefined;
    if (annotation === undefined || securityContext?.appArmorProfile) return [];
    if (podProfile && isSame(annotation, podProfile)) return [];
    return [`metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`];
  });
}

function isSame(annotation: string, { type, localhostProfile }: AppArmorProfile): boolean {
  if (annotation === 'runtime/default') return type === 'RuntimeDefault';
  if (annotation === 'unconfined') return type === 'Unconfined';
  return type === 'Localhost' && annotation === `localhost/${localhostProfile ?? ''}`;
}
