/**
 * AppArmor annotations and fields are brought together when a Pod is created, before Pod Security sees it: so one
 * forbidden profile can be named twice in a refusal. Pod templates and updates are left as they are, and so are pods
 * that say `os.name: windows`.
 *
 * Up to 1.29 there is only the annotation. From 1.30 to 1.33 a container without an annotation gets one from its
 * profile or the pod's. From 1.30 on an annotation becomes the container's profile, unless the pod's says the same.
 *
 * Source: pkg/registry/core/pod/strategy.go; KEP-24.
 */
import type { Minor, VersionProfile } from '@bulkhead/apimachinery';
import type {
  AppArmorProfile,
  Container,
  EphemeralContainer,
  Pod,
  PodSpec,
} from '@bulkhead/apimachinery/types/core-v1';
import { APP_ARMOR_ANNOTATION_PREFIX } from './checks/app-armor-profile.js';
import { type ContainerList, isObject, listOf, textOf } from './pod-view.js';

export interface SyncedPod {
  /** The pod that was given where nothing changes, a copy otherwise. */
  readonly pod: Pod;
  readonly warnings: readonly string[];
}

interface SyncBehaviour {
  readonly since: Minor;
  readonly gate?: string;
  /** Whether a profile becomes an annotation, for kubelets that know no field. */
  readonly writesAnnotations: boolean;
}

const BEHAVIOURS: readonly SyncBehaviour[] = [
  { since: 30, gate: 'AppArmorFields', writesAnnotations: true },
  { since: 31, writesAnnotations: true },
  { since: 34, writesAnnotations: false },
];

const UNCONFINED = 'unconfined';
const RUNTIME_DEFAULT = 'runtime/default';
const LOCALHOST_PREFIX = 'localhost/';

/** PATH_MAX - 1, in bytes. */
const MAX_LOCALHOST_PROFILE_BYTES = 4095;

/** The pod as the API server stores it after create, as far as AppArmor goes. */
export function syncAppArmor(pod: Pod, profile: VersionProfile): SyncedPod {
  const behaviour = BEHAVIOURS.findLast(({ since }) => since <= profile.minor);
  const isOff = behaviour === undefined || (behaviour.gate !== undefined && !profile.enabled(behaviour.gate));
  if (isOff || !isObject(pod?.spec) || isWindowsSpec(pod.spec)) return { pod, warnings: [] };
  return new AppArmorSync(pod, pod.spec, behaviour).run();
}

class AppArmorSync {
  readonly #pod: Pod;
  readonly #spec: PodSpec;
  readonly #behaviour: SyncBehaviour;
  readonly #podProfile: AppArmorProfile | undefined;
  readonly #annotations: Map<string, string>;
  readonly #warnings: string[] = [];
  #wroteAnnotations = false;

  constructor(pod: Pod, spec: PodSpec, behaviour: SyncBehaviour) {
    this.#pod = pod;
    this.#spec = spec;
    this.#behaviour = behaviour;
    this.#podProfile = profileOf(spec.securityContext);
    const annotations = pod.metadata?.annotations;
    this.#annotations = new Map(isObject(annotations) ? Object.entries(annotations) : []);
  }

  run(): SyncedPod {
    const lists = {
      ...this.#syncList('initContainers', this.#spec.initContainers),
      ...this.#syncList('containers', this.#spec.containers),
      ...this.#syncList('ephemeralContainers', this.#spec.ephemeralContainers),
    };
    const wroteFields = Object.keys(lists).length > 0;
    if (!wroteFields && !this.#wroteAnnotations) return { pod: this.#pod, warnings: this.#warnings };
    const annotations = Object.fromEntries(this.#annotations);
    const metadata = { ...this.#pod.metadata, annotations };
    return {
      pod: {
        ...this.#pod,
        ...(this.#wroteAnnotations ? { metadata } : {}),
        ...(wroteFields ? { spec: { ...this.#spec, ...lists } } : {}),
      },
      warnings: this.#warnings,
    };
  }

  /** The list under its name where a container in it changed, nothing otherwise. */
  #syncList<T extends Container | EphemeralContainer>(
    name: ContainerList,
    containers: readonly T[] | undefined,
  ): Partial<Record<ContainerList, readonly T[]>> {
    const before = listOf(containers);
    const after = before.map((container) => (isObject(container) ? this.#syncContainer(container) : container));
    return after.some((container, index) => container !== before[index]) ? { [name]: after } : {};
  }

  #syncContainer<T extends Container | EphemeralContainer>(container: T): T {
    const key = APP_ARMOR_ANNOTATION_PREFIX + textOf(container.name);
    const annotation = this.#annotations.get(key);
    const own = profileOf(container.securityContext);
    if (typeof annotation !== 'string') {
      if (this.#behaviour.writesAnnotations) this.#annotate(key, own ?? this.#podProfile);
      return container;
    }
    if (own !== undefined) return container;
    const wanted = profileOfAnnotation(annotation);
    if (wanted !== undefined && isSameProfile(wanted, this.#podProfile)) return container;
    this.#warnings.push(
      `metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
    );
    if (wanted === undefined) return container;
    return { ...container, securityContext: { ...container.securityContext, appArmorProfile: wanted } };
  }

  #annotate(key: string, profile: AppArmorProfile | undefined): void {
    const annotation = profile === undefined ? undefined : annotationOfProfile(profile);
    if (annotation === undefined) return;
    this.#annotations.set(key, annotation);
    this.#wroteAnnotations = true;
  }
}

function isWindowsSpec(spec: PodSpec): boolean {
  return spec.os?.name === 'windows';
}

function profileOf(securityContext: { readonly appArmorProfile?: AppArmorProfile } | undefined) {
  const profile = securityContext?.appArmorProfile;
  return isObject(profile) ? profile : undefined;
}

function annotationOfProfile({ type, localhostProfile }: AppArmorProfile): string | undefined {
  if (type === 'Unconfined') return UNCONFINED;
  if (type === 'RuntimeDefault') return RUNTIME_DEFAULT;
  return type === 'Localhost' && typeof localhostProfile === 'string' ? LOCALHOST_PREFIX + localhostProfile : undefined;
}

/** The profile that an annotation stands for; undefined where it is no valid one. */
function profileOfAnnotation(annotation: string): AppArmorProfile | undefined {
  if (annotation === UNCONFINED) return { type: 'Unconfined' };
  if (annotation === RUNTIME_DEFAULT) return { type: 'RuntimeDefault' };
  if (!annotation.startsWith(LOCALHOST_PREFIX)) return undefined;
  const localhostProfile = annotation.slice(LOCALHOST_PREFIX.length);
  return isValidLocalhostProfile(localhostProfile) ? { type: 'Localhost', localhostProfile } : undefined;
}

function isValidLocalhostProfile(name: string): boolean {
  return name !== '' && !isPadded(name) && utf8Length(name) <= MAX_LOCALHOST_PROFILE_BYTES;
}

/** White space as Go has it: U+0085 is in, the byte order mark is not. */
function isPadded(text: string): boolean {
  return /^\p{White_Space}|\p{White_Space}$/u.test(text);
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    length += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
  return length;
}

function isSameProfile(a: AppArmorProfile, b: AppArmorProfile | undefined): boolean {
  return b !== undefined && a.type === b.type && a.localhostProfile === b.localhostProfile;
}
