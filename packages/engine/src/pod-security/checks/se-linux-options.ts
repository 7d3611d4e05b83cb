/**
 * The SELinux type is limited to those for containers; a user or role of one's own is forbidden.
 *
 * Restricted fields: spec.securityContext.seLinuxOptions
 *   and spec.{containers,initContainers,ephemeralContainers}[*].securityContext.seLinuxOptions
 *   .type allowed: absent, empty, container_t, container_init_t, container_kvm_t, from 1.31 on container_engine_t
 *   .user allowed: absent, empty
 *   .role allowed: absent, empty
 *
 * Source: k8s.io/pod-security-admission/policy/check_seLinuxOptions.go.
 */
import type { SELinuxOptions } from '@bulkhead/apimachinery/types/core-v1';
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { joinQuoted, plural, setters, sortedSet } from '../detail.js';
import { containerPath, containersWhere, isObject, type PodView, textOf } from '../pod-view.js';

export const seLinuxOptions: Check = {
  id: 'seLinuxOptions',
  level: 'baseline',
  versions: [
    { minimumVersion: 0, checkPod: seLinuxOptions1_0 },
    { minimumVersion: 31, checkPod: seLinuxOptions1_31, code: { since: 31 } },
  ],
};

const TYPES_1_0: ReadonlySet<string> = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t']);
const TYPES_1_31: ReadonlySet<string> = new Set([...TYPES_1_0, 'container_engine_t']);

function seLinuxOptions1_0(pod: PodView): CheckResult {
  return checkOptions(pod, TYPES_1_0);
}

function seLinuxOptions1_31(pod: PodView): CheckResult {
  return checkOptions(pod, TYPES_1_31);
}

function checkOptions(pod: PodView, types: ReadonlySet<string>): CheckResult {
  const podIsBad = isBad(pod.securityContext.seLinuxOptions, types);
  const bad = containersWhere(pod, ({ securityContext }) => isBad(securityContext.seLinuxOptions, types));
  if (!podIsBad && bad.length === 0) return ALLOWED;

  const found = new Findings(types);
  if (podIsBad) found.add(pod.securityContext.seLinuxOptions, (field) => `spec.${field}`);
  for (const view of bad) found.add(view.securityContext.seLinuxOptions, (field) => containerPath(view, field));
  return forbidden(
    'seLinuxOptions',
    `${setters(podIsBad, bad)} set forbidden securityContext.seLinuxOptions: ${found.text()}`,
    found.fields,
  );
}

function isBad(options: SELinuxOptions | undefined, types: ReadonlySet<string>): boolean {
  if (!isObject(options)) return false;
  return !types.has(textOf(options.type)) || textOf(options.user) !== '' || textOf(options.role) !== '';
}

/** What is wrong, over all places that set options. */
class Findings {
  readonly fields: string[] = [];
  readonly #allowedTypes: ReadonlySet<string>;
  readonly #badTypes = new Set<string>();
  #user = false;
  #role = false;

  constructor(allowedTypes: ReadonlySet<string>) {
    this.#allowedTypes = allowedTypes;
  }

  add(options: SELinuxOptions | undefined, path: (field: string) => string): void {
    const type = textOf(options?.type);
    if (!this.#allowedTypes.has(type)) {
      this.#badTypes.add(type);
      this.fields.push(path('securityContext.seLinuxOptions.type'));
    }
    if (textOf(options?.user) !== '') {
      this.#user = true;
      this.fields.push(path('securityContext.seLinuxOptions.user'));
    }
    if (textOf(options?.role) !== '') {
      this.#role = true;
      this.fields.push(path('securityContext.seLinuxOptions.role'));
    }
  }

  text(): string {
    const parts: string[] = [];
    const types = sortedSet(this.#badTypes);
    if (types.length > 0) parts.push(`${plural('type', 'types', types.length)} ${joinQuoted(types)}`);
    if (this.#user) parts.push('user may not be set');
    if (this.#role) parts.push('role may not be set');
    return parts.join('; ');
  }
}
