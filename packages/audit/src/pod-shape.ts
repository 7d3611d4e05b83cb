/**
 * What of a pod is the same in its template and in every pod that a controller, the scheduler and the API server make of
 * it. Whatever else differs was put there by somebody.
 *
 * Source: the admission plugins ServiceAccount, Priority, DefaultTolerationSeconds, LimitRanger and AlwaysPullImages; the
 * controllers of StatefulSets, DaemonSets and Jobs.
 */
import { read, text } from './audit-object.js';

/** As one text; equal for a template and its pods. */
export function podShape(pod: unknown): string {
  const metadata = read(pod, 'metadata');
  return JSON.stringify([
    kept(read(metadata, 'labels'), (key) => !isOfController(key)),
    kept(read(metadata, 'annotations'), (key) => SECURITY.test(key)),
    specShape(read(pod, 'spec')),
  ]);
}

/** Labels by which controllers know their pods. */
const CONTROLLER_LABELS: ReadonlySet<string> = new Set([
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
]);
const CONTROLLER_DOMAIN = /^(?:batch|apps|statefulset)\.kubernetes\.io\//;
const isOfController = (key: string): boolean => CONTROLLER_LABELS.has(key) || CONTROLLER_DOMAIN.test(key);
const SECURITY = /^(?:container\.apparmor\.security\.beta|(?:container\.)?seccomp\.security\.alpha)\.kubernetes\.io\//;

/** Where a pod runs, how urgent it is, and what is filled in for it. */
const FILLED_IN: ReadonlySet<string> = new Set([
  'affinity',
  'enableServiceLinks',
  'hostname',
  'imagePullSecrets',
  'nodeName',
  'nodeSelector',
  'overhead',
  'preemptionPolicy',
  'priority',
  'priorityClassName',
  'readinessGates',
  'resourceClaims',
  'resources',
  'schedulerName',
  'schedulingGates',
  'serviceAccount',
  'subdomain',
  'terminationGracePeriodSeconds',
  'tolerations',
  'topologySpreadConstraints',
]);

const CONTAINER_LISTS: ReadonlySet<string> = new Set(['containers', 'initContainers', 'ephemeralContainers']);

function specShape(spec: unknown): unknown {
  const mounted = tokenVolumes(spec);
  return kept(spec, (key, value) => !FILLED_IN.has(key) && !(key === 'serviceAccountName' && value === 'default'), {
    map: (key, value) => {
      if (CONTAINER_LISTS.has(key)) return list(value).map((container) => containerShape(container, mounted));
      if (key === 'volumes')
        return list(value)
          .filter((volume) => !isFilledIn(volume, mounted))
          .map((volume) => plain(volume));
      return plain(value);
    },
  });
}

const OF_CONTAINER: ReadonlySet<string> = new Set(['resources', 'terminationMessagePath', 'terminationMessagePolicy']);

function containerShape(container: unknown, mounted: ReadonlySet<string>): unknown {
  return kept(container, (key, value) => !OF_CONTAINER.has(key) && !(key === 'imagePullPolicy' && value === 'Always'), {
    map: (key, value) => {
      if (key === 'volumeMounts') return plain(list(value).filter((mount) => !isTokenMount(mount, mounted)));
      if (key === 'env')
        return plain(list(value).filter((variable) => text(read(variable, 'name')) !== COMPLETION_INDEX));
      return plain(value);
    },
  });
}

const COMPLETION_INDEX = 'JOB_COMPLETION_INDEX';
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const TOKEN_VOLUME = /^kube-api-access-[a-z0-9]{5}$/;

/** The volumes that the API server adds for the token of the service account, and that hold nothing else. */
function tokenVolumes(spec: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  for (const volume of list(read(spec, 'volumes'))) {
    const name = text(read(volume, 'name'));
    const sources = list(read(read(volume, 'projected'), 'sources'));
    if (TOKEN_VOLUME.test(name) && sources.length > 0 && sources.every(isOfToken)) found.add(name);
  }
  return found;
}

const isOfToken = (source: unknown): boolean =>
  read(source, 'serviceAccountToken') !== undefined ||
  read(source, 'downwardAPI') !== undefined ||
  text(read(read(source, 'configMap'), 'name')) === 'kube-root-ca.crt';

/** Claims are filled in for the pods of StatefulSets. */
const isFilledIn = (volume: unknown, mounted: ReadonlySet<string>): boolean =>
  mounted.has(text(read(volume, 'name'))) || read(volume, 'persistentVolumeClaim') !== undefined;

const isTokenMount = (mount: unknown, mounted: ReadonlySet<string>): boolean =>
  mounted.has(text(read(mount, 'name'))) && text(read(mount, 'mountPath')) === TOKEN_PATH;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

type Entry = readonly [string, unknown];

/** The entries of a map that count, in the order of their keys; those that say nothing do not. */
function kept(
  value: unknown,
  counts: (key: string, value: unknown) => boolean,
  { map }: { readonly map: (key: string, value: unknown) => unknown } = { map: (_key, own) => plain(own) },
): readonly Entry[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key, own]) => counts(key, own))
    .map(([key, own]): Entry => [key, map(key, own)])
    .filter(([, own]) => !(own === null || own === undefined || (Array.isArray(own) && own.length === 0)))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The value with its keys in order. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'object' && value !== null ? kept(value, () => true) : value;
}
