/** The field that says what an AppArmor annotation says. Source: pkg/registry/core/pod/strategy.go; KEP-24. */
import type { ObjectPatch } from '../../fix/object-patch.js';

const ANNOTATION = /^(.*)metadata\.annotations\[container\.apparmor\.security\.beta\.kubernetes\.io\/([^\]]+)\]$/;

/** Whether the path is that of such an annotation. */
export const isAppArmorAnnotation = (path: string): boolean => ANNOTATION.test(path);

/** Writes the annotation as the field of its container; nothing where there is none, or it says something already. */
export function writeAppArmorField(patch: ObjectPatch, path: string): void {
  const match = ANNOTATION.exec(path);
  if (match === null) return;
  const [, prefix = '', container = ''] = match;
  const profile = profileOf(patch.read(path));
  for (const list of ['containers', 'initContainers']) {
    const containers = patch.read(`${prefix}spec.${list}`);
    if (!Array.isArray(containers) || profile === undefined) continue;
    const index = containers.findIndex((_, at) => patch.read(`${prefix}spec.${list}[${at}].name`) === container);
    const field = `${prefix}spec.${list}[${index}].securityContext.appArmorProfile`;
    if (index === -1 || patch.read(field) !== undefined) continue;
    patch.set(field, profile).prune(path);
    return;
  }
}

function profileOf(value: unknown): object | undefined {
  if (typeof value !== 'string') return undefined;
  if (value === 'runtime/default') return { type: 'RuntimeDefault' };
  if (value === 'unconfined') return { type: 'Unconfined' };
  const name = value.startsWith('localhost/') ? value.slice('localhost/'.length) : '';
  return name === '' ? undefined : { type: 'Localhost', localhostProfile: name };
}
