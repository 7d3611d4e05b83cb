/**
 * The SELinux options of a container. The container's object replaces the pod's as a whole: a level in the pod and
 * a type in the container do not add up. A privileged container runs without a label.
 * Sources: pkg/securitycontext/util.go; containerd internal/cri/server/container_create.go.
 */
import type { SELinuxOptions } from '@bulkhead/apimachinery/types/core-v1';
import { objectOf, textOf } from './plain-values.js';

export interface EffectiveSELinux {
  /** Null when the runtime chooses the label, or when there is none. */
  readonly options: SELinuxOptions | null;
  readonly source: 'container' | 'pod' | 'default';
}

const PARTS = ['user', 'role', 'type', 'level'] as const;

/** The options that the runtime makes a label of. */
export function effectiveSELinux(
  containerOptions: SELinuxOptions | undefined,
  podOptions: SELinuxOptions | undefined,
  privileged: boolean,
): EffectiveSELinux {
  if (privileged) return { options: null, source: 'container' };
  const own = objectOf(containerOptions);
  if (own !== undefined) return { options: copy(own), source: 'container' };
  const shared = objectOf(podOptions);
  return shared === undefined ? { options: null, source: 'default' } : { options: copy(shared), source: 'pod' };
}

/** The parts that the pod sets and that are lost because the container has an object of its own. */
export function lostSELinuxParts(
  containerOptions: SELinuxOptions | undefined,
  podOptions: SELinuxOptions | undefined,
): readonly (keyof SELinuxOptions)[] {
  const own = objectOf(containerOptions);
  const shared = objectOf(podOptions);
  if (own === undefined || shared === undefined) return [];
  return PARTS.filter((part) => (textOf(shared[part]) ?? '') !== '' && (textOf(own[part]) ?? '') === '');
}

function copy(options: SELinuxOptions): SELinuxOptions {
  const copied: { -readonly [part in keyof SELinuxOptions]: string } = {};
  for (const part of PARTS) {
    const value = textOf(options[part]);
    if (value !== undefined && value !== '') copied[part] = value;
  }
  return copied;
}
