/**
 * ServiceAccount: every pod runs as a service account of its namespace and gets its token, unless it does not want one.
 *
 * Source: plugin/pkg/admission/serviceaccount/admission.go.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container, Pod, ServiceAccount } from '@bulkhead/apimachinery/types/core-v1';
import { API_TOKEN_PATH, automountOf } from '@bulkhead/engine/service-account-tokens';
import { randomSuffix } from '../../registry/generated-name.js';
import { plainRefusal, refusal } from '../admission-refusal.js';
import { type AdmissionDependencies, cachedOrLive } from '../dependencies.js';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.js';
import { isWriteOf } from '../request-match.js';
import { refersToSecrets, unlistedEphemeralSecret, unlistedSecret } from './mountable-secrets.js';
import { tokenVolume } from './token-volume.js';

const DEFAULT_NAME = 'default';
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
const ENFORCE_ANNOTATION = 'kubernetes.io/enforce-mountable-secrets';
const VOLUME_PREFIX = 'kube-api-access-';

/** The account `default` is made by a controller: a pod that comes at once waits for it. */
const DEFAULT_WAIT_MILLISECONDS = 1500;
const POLL_MILLISECONDS = 25;

export function serviceAccount(dependencies: AdmissionDependencies): AdmissionPlugin {
  const { nameSuffix = randomSuffix } = dependencies;
  const accountOf = async (attributes: AdmissionAttributes, name: string): Promise<ServiceAccount> => {
    const account = await lookUp(dependencies, attributes.namespace, name);
    if (account !== undefined) return account;
    const text = `error looking up service account ${attributes.namespace}/${name}: serviceaccount "${name}" not found`;
    throw refusal(attributes, text);
  };
  return {
    name: 'ServiceAccount',
    handles: (attributes) =>
      isWriteOf(attributes, ['CREATE'], '', 'pods') ||
      isWriteOf(attributes, ['UPDATE'], '', 'pods', 'ephemeralcontainers'),
    async admit(attributes) {
      const { object, operation } = attributes;
      if (object === undefined || operation !== 'CREATE') return object;
      const pod: Pod = object;
      if (isMirror(pod)) {
        validateMirror(attributes, pod);
        return object;
      }
      const name = pod.spec?.serviceAccountName || pod.spec?.serviceAccount || DEFAULT_NAME;
      const account = await accountOf(attributes, name);
      // The old field of the same meaning follows the new one.
      let spec = { ...pod.spec, serviceAccountName: name, serviceAccount: name };
      if (automountOf(spec, account).mounts) {
        spec = withToken(spec, nameSuffix);
      }
      if ((spec.imagePullSecrets ?? []).length === 0 && (account.imagePullSecrets ?? []).length > 0) {
        spec = { ...spec, imagePullSecrets: account.imagePullSecrets ?? [] };
      }
      refuseUnlisted(attributes, account, { ...pod, spec });
      return { ...object, spec };
    },
    async validate(attributes) {
      const { object, operation } = attributes;
      if (object === undefined) return;
      const pod: Pod = object;
      const name = pod.spec?.serviceAccountName ?? '';
      if (operation === 'UPDATE') {
        const account = await accountOf(attributes, name);
        const text = enforcesSecrets(account) ? unlistedEphemeralSecret(pod, account) : undefined;
        if (text !== undefined) throw plainRefusal(text);
        return;
      }
      if (isMirror(pod)) return validateMirror(attributes, pod);
      if (name === '') {
        const text = `no service account specified for pod ${attributes.namespace}/${pod.metadata?.name ?? ''}`;
        throw refusal(attributes, text);
      }
      refuseUnlisted(attributes, await accountOf(attributes, name), pod);
    },
  };
}

async function lookUp(
  dependencies: AdmissionDependencies,
  namespace: string,
  name: string,
): Promise<ServiceAccount | undefined> {
  const live = (): Promise<ServiceAccount | undefined> =>
    cachedOrLive(dependencies, '', 'serviceaccounts', namespace, name);
  const found = await live();
  if (found !== undefined || name !== DEFAULT_NAME) return found;
  const until = performance.now() + DEFAULT_WAIT_MILLISECONDS;
  while (performance.now() < until) {
    await sleep(POLL_MILLISECONDS);
    const account = dependencies.caches.cache('', 'serviceaccounts')?.get(namespace, name)?.object;
    if (account !== undefined) return account;
  }
  return live();
}

const isMirror = (pod: Pod): boolean => Object.hasOwn(pod.metadata?.annotations ?? {}, MIRROR_ANNOTATION);

/** A mirror pod is the node's own: it may not reach for anything of the API. */
function validateMirror(attributes: AdmissionAttributes, pod: Pod): void {
  if ((pod.spec?.serviceAccountName ?? '') !== '') {
    throw refusal(attributes, 'a mirror pod may not reference service accounts');
  }
  if (refersToSecrets(pod)) throw refusal(attributes, 'a mirror pod may not reference secrets');
  const sources = (pod.spec?.volumes ?? []).flatMap(({ projected }) => projected?.sources ?? []);
  if (sources.some((source) => source.serviceAccountToken !== undefined)) {
    throw refusal(attributes, 'a mirror pod may not use ServiceAccountToken volume projections');
  }
}

type PodSpec = NonNullable<Pod['spec']>;

/** A mount for each container that has nothing at the place of the token, and the volume if one needed it. */
function withToken<Spec extends PodSpec>(spec: Spec, nameSuffix: () => string): Spec {
  const volumes = spec.volumes ?? [];
  const existing = volumes.find(({ name = '' }) => name.startsWith(VOLUME_PREFIX))?.name;
  const name = existing ?? `${VOLUME_PREFIX}${nameSuffix()}`;
  let needed = false;
  const mounted = (container: Container): Container => {
    const mounts = container.volumeMounts ?? [];
    if (mounts.some(({ mountPath }) => mountPath === API_TOKEN_PATH)) return container;
    needed = true;
    return { ...container, volumeMounts: [...mounts, { name, readOnly: true, mountPath: API_TOKEN_PATH }] };
  };
  const initContainers = spec.initContainers?.map(mounted);
  const containers = spec.containers?.map(mounted);
  return {
    ...spec,
    ...(existing === undefined && needed ? { volumes: [...volumes, tokenVolume(name)] } : {}),
    ...(initContainers === undefined ? {} : { initContainers }),
    ...(containers === undefined ? {} : { containers }),
  };
}

function refuseUnlisted(attributes: AdmissionAttributes, account: ServiceAccount, pod: Pod): void {
  const text = enforcesSecrets(account) ? unlistedSecret(pod, account) : undefined;
  if (text !== undefined) throw refusal(attributes, text);
}

/** As Go's ParseBool understands it. */
const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

function enforcesSecrets({ metadata }: ServiceAccount): boolean {
  const annotations = metadata?.annotations ?? {};
  return Object.hasOwn(annotations, ENFORCE_ANNOTATION) && TRUE.has(annotations[ENFORCE_ANNOTATION] ?? '');
}
