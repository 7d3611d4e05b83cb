/** Where attackers want to go. */
import { EVERY_NAMESPACE, type Foothold, OBJECTIVES } from './foothold.js';

export interface Target {
  readonly kind: 'cluster-admin' | 'node' | 'secrets' | 'serviceaccount' | 'objective';
  /** Of secrets and service accounts; `''` means any namespace but the start's own, of an objective any at all. */
  readonly namespace: string;
  readonly name: string;
  /** As it is written on the command line. */
  readonly text: string;
}

/** What is looked for when nothing is named. */
export const DEFAULT_TARGETS: readonly Target[] = [
  { kind: 'cluster-admin', namespace: '', name: '', text: 'cluster-admin' },
  { kind: 'node', namespace: '', name: '', text: 'node' },
  { kind: 'secrets', namespace: '', name: '', text: 'secrets' },
];

/**
 * `cluster-admin`, `node`, `node:NAME`, `secrets`, `secrets:NAMESPACE`, `serviceaccount:NAMESPACE/NAME`, or an objective
 * with or without a namespace: `impact`, `collection:NAMESPACE`.
 */
export function parseTarget(text: string): Target | undefined {
  const colon = text.indexOf(':');
  const kind = colon < 0 ? text : text.slice(0, colon);
  const rest = colon < 0 ? '' : text.slice(colon + 1);
  if (kind === 'cluster-admin') return rest === '' ? { kind, namespace: '', name: '', text } : undefined;
  if (kind === 'node') return { kind, namespace: '', name: rest, text };
  if (kind === 'secrets') return { kind, namespace: rest, name: '', text };
  const objective = OBJECTIVES.find((known) => known === kind);
  if (objective !== undefined) return { kind: 'objective', namespace: rest, name: objective, text };
  const [namespace = '', name = '', ...others] = rest.split('/');
  if (kind !== 'serviceaccount' || namespace === '' || name === '' || others.length > 0) return undefined;
  return { kind, namespace, name, text };
}

/** Whether the foothold is the target, for a start that belongs in `home`. */
export function isTarget(target: Target, foothold: Foothold, home: ReadonlySet<string>): boolean {
  switch (target.kind) {
    case 'cluster-admin':
      return foothold.kind === 'clusterAdmin';
    case 'node':
      if (foothold.kind !== 'node' && foothold.kind !== 'nodeIdentity') return false;
      return target.name === '' || foothold.name === target.name || foothold.name === '* every node';
    case 'secrets':
      if (foothold.kind !== 'secrets') return false;
      if (foothold.namespace === EVERY_NAMESPACE) return true;
      return target.namespace === '' ? !home.has(foothold.namespace) : foothold.namespace === target.namespace;
    case 'serviceaccount':
      return (
        foothold.kind === 'serviceAccount' && foothold.namespace === target.namespace && foothold.name === target.name
      );
    case 'objective':
      if (foothold.kind !== 'objective' || foothold.name !== target.name) return false;
      return target.namespace === '' || [EVERY_NAMESPACE, target.namespace].includes(foothold.namespace);
    default:
      return false;
  }
}

/** Whether it depends on the start what the target is. */
export const dependsOnHome = ({ kind, namespace }: Target): boolean => kind === 'secrets' && namespace === '';

/** Whether a search for the targets has to look for objectives. */
export const needsObjectives = (targets: readonly Target[]): boolean =>
  targets.some(({ kind }) => kind === 'objective');
