/**
 * The drops of a pod spec that need more than the type and the name of a field: what depends on the list that the
 * container is in, on the value, or takes something else along.
 * Source: pkg/api/pod/util.go (dropDisabledFields and what it calls).
 */
import type { Minor, VersionProfile } from '@bulkhead/apimachinery';
import type { Container, Lifecycle, LifecycleHandler, PodSpec, Probe } from '@bulkhead/apimachinery/types/core-v1';
import { dropsOfField, missingGate } from './field-gates.js';

export interface DroppedField {
  /** From the pod spec on: `initContainers[0].restartPolicy`. */
  readonly fieldPath: string;
  /** The gate that is off. */
  readonly gate: string;
}

type ContainerList = 'containers' | 'initContainers' | 'ephemeralContainers';

const LISTS: readonly ContainerList[] = ['containers', 'initContainers', 'ephemeralContainers'];

/** From this minor a handler and a lifecycle that held nothing but a dropped field go too. */
const EMPTY_HANDLER_GOES_FROM: Minor = 30;

/** The gates that are off and drop something here; undefined members: nothing to drop. */
interface MissingGates {
  readonly image: string | undefined;
  readonly claims: string | undefined;
  readonly restartPolicy: string | undefined;
  readonly probeGracePeriod: string | undefined;
  readonly sleep: string | undefined;
  readonly stopSignal: string | undefined;
}

/** The spec as the API server stores a new pod or template; the same object when nothing is dropped. */
export function dropConditionalPodFields(
  spec: PodSpec,
  profile: VersionProfile,
): { readonly spec: PodSpec; readonly dropped: readonly DroppedField[] } {
  const missing = missingGatesOf(profile);
  // Nearly every pod has none of these fields, and a large cluster has many pods.
  if (!hasCandidate(spec, missing)) return { spec, dropped: NOTHING };
  const dropped: DroppedField[] = [];
  const [volumes, imageVolumes] = withoutImageVolumes(spec.volumes, missing.image, dropped);
  const result: { -readonly [field in keyof PodSpec]: PodSpec[field] } = { ...spec };
  if (volumes !== undefined) result.volumes = volumes;
  for (const list of LISTS) {
    const containers = spec[list]?.map((container, index) =>
      containerDrops(container, { list, path: `${list}[${index}]`, imageVolumes, missing, profile, dropped }),
    );
    if (containers !== undefined) result[list] = containers;
  }
  return dropped.length > 0 ? { spec: result, dropped } : { spec, dropped };
}

const NOTHING: readonly DroppedField[] = [];
const known = new WeakMap<VersionProfile, MissingGates>();

function missingGatesOf(profile: VersionProfile): MissingGates {
  let missing = known.get(profile);
  if (missing === undefined) {
    missing = missingGates(profile);
    known.set(profile, missing);
  }
  return missing;
}

/** Whether the spec has a field at all that a missing gate may drop. */
function hasCandidate(spec: PodSpec, missing: MissingGates): boolean {
  if (missing.image !== undefined && spec.volumes?.some(({ image }) => image !== undefined) === true) return true;
  return LISTS.some((list) => spec[list]?.some((container) => isCandidate(container, missing)) === true);
}

function isCandidate(container: Container, missing: MissingGates): boolean {
  const { restartPolicy, resources, lifecycle, livenessProbe, startupProbe } = container;
  if (restartPolicy !== undefined && missing.restartPolicy !== undefined) return true;
  if (missing.claims !== undefined && resources?.claims !== undefined) return true;
  if (lifecycle !== undefined && (missing.sleep !== undefined || missing.stopSignal !== undefined)) return true;
  if (missing.probeGracePeriod === undefined) return false;
  return [livenessProbe, startupProbe].some((probe) => probe?.terminationGracePeriodSeconds !== undefined);
}

function missingGates(profile: VersionProfile): MissingGates {
  const missing = (typeName: string, field: string): string | undefined => {
    for (const drop of dropsOfField(typeName, field, profile.minor)) {
      const gate = missingGate(drop, profile);
      if (gate !== undefined) return gate;
    }
    return undefined;
  };
  return {
    image: missing('core.v1.Volume', 'image'),
    claims: missing('core.v1.ResourceRequirements', 'claims'),
    restartPolicy: missing('core.v1.Container', 'restartPolicy'),
    probeGracePeriod: missing('core.v1.Probe', 'terminationGracePeriodSeconds'),
    sleep: missing('core.v1.LifecycleHandler', 'sleep'),
    stopSignal: missing('core.v1.Lifecycle', 'stopSignal'),
  };
}

function withoutImageVolumes(
  volumes: PodSpec['volumes'],
  gate: string | undefined,
  dropped: DroppedField[],
): readonly [PodSpec['volumes'], ReadonlySet<string>] {
  const names = new Set<string>();
  if (gate === undefined || volumes === undefined) return [volumes, names];
  const kept = volumes.filter((volume, index) => {
    if (volume.image === undefined) return true;
    names.add(volume.name ?? '');
    dropped.push({ fieldPath: `volumes[${index}]`, gate });
    return false;
  });
  return [kept, names];
}

interface ContainerScope {
  readonly list: ContainerList;
  readonly path: string;
  readonly imageVolumes: ReadonlySet<string>;
  readonly missing: MissingGates;
  readonly profile: VersionProfile;
  readonly dropped: DroppedField[];
}

function containerDrops(container: Container, scope: ContainerScope): Container {
  const { missing, path, dropped } = scope;
  let result = container;
  const mounts = container.volumeMounts?.filter((mount, index) => {
    if (missing.image === undefined || !scope.imageVolumes.has(mount.name ?? '')) return true;
    dropped.push({ fieldPath: `${path}.volumeMounts[${index}]`, gate: missing.image });
    return false;
  });
  if (mounts !== undefined && mounts.length !== container.volumeMounts?.length) {
    result = { ...result, volumeMounts: mounts };
  }
  if (missing.claims !== undefined && container.resources?.claims !== undefined) {
    const { claims: _, ...resources } = container.resources;
    result = { ...result, resources };
    dropped.push({ fieldPath: `${path}.resources.claims`, gate: missing.claims });
  }
  const gate = restartPolicyGate(container, scope);
  if (gate !== undefined) {
    const { restartPolicy: _, ...rest } = result;
    result = rest;
    dropped.push({ fieldPath: `${path}.restartPolicy`, gate });
  }
  return withoutLifecycleFields(withoutProbeGracePeriod(result, scope), scope);
}

/** The gate that drops this container's restartPolicy; ephemeral containers lose it without any condition. */
function restartPolicyGate(container: Container, { list, missing, profile }: ContainerScope): string | undefined {
  if (missing.restartPolicy === undefined || container.restartPolicy === undefined) return undefined;
  const holder = `core.v1.PodSpec/${list}`;
  const drop = dropsOfField('core.v1.Container', 'restartPolicy', profile.minor).find(
    ({ condition }) => condition?.heldBy?.some((key) => key === holder) === true,
  );
  if (drop?.condition?.exceptValues?.includes(container.restartPolicy) === true) return undefined;
  return drop === undefined ? undefined : missingGate(drop, profile);
}

function withoutProbeGracePeriod(container: Container, { missing, path, dropped }: ContainerScope): Container {
  const gate = missing.probeGracePeriod;
  if (gate === undefined) return container;
  let result = container;
  for (const name of ['livenessProbe', 'startupProbe'] as const) {
    const probe: Probe | undefined = container[name];
    if (probe?.terminationGracePeriodSeconds === undefined) continue;
    const { terminationGracePeriodSeconds: _, ...rest } = probe;
    result = { ...result, [name]: rest };
    dropped.push({ fieldPath: `${path}.${name}.terminationGracePeriodSeconds`, gate });
  }
  return result;
}

function withoutLifecycleFields(container: Container, scope: ContainerScope): Container {
  const { missing, path, dropped } = scope;
  const before = container.lifecycle;
  if (before === undefined || (missing.sleep === undefined && missing.stopSignal === undefined)) return container;
  const count = dropped.length;
  const lifecycle: { -readonly [field in keyof Lifecycle]: Lifecycle[field] } = { ...before };
  for (const name of ['preStop', 'postStart'] as const) {
    if (missing.sleep === undefined || before[name]?.sleep === undefined) continue;
    const handler = withoutSleep(before[name], scope.profile.minor);
    if (handler === undefined) delete lifecycle[name];
    else lifecycle[name] = handler;
    dropped.push({ fieldPath: `${path}.lifecycle.${name}.sleep`, gate: missing.sleep });
  }
  if (missing.stopSignal !== undefined && before.stopSignal !== undefined) {
    delete lifecycle.stopSignal;
    dropped.push({ fieldPath: `${path}.lifecycle.stopSignal`, gate: missing.stopSignal });
  }
  if (dropped.length === count) return container;
  if (scope.profile.minor >= EMPTY_HANDLER_GOES_FROM && Object.keys(lifecycle).length === 0) {
    const { lifecycle: _, ...rest } = container;
    return rest;
  }
  return { ...container, lifecycle };
}

function withoutSleep(handler: LifecycleHandler, minor: Minor): LifecycleHandler | undefined {
  const { sleep: _, ...rest } = handler;
  return minor >= EMPTY_HANDLER_GOES_FROM && Object.keys(rest).length === 0 ? undefined : rest;
}
