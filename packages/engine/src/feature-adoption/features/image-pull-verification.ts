/**
 * KEP-2535: which pods live on images that others pulled. A pod without credentials for an image that another one of
 * the input pulls with a Secret is what the verification is about.
 */
import { itemsOf, textsOf, valueAt } from '../../hardening/plain-value.js';
import { imageWithoutTag, repositoryOf } from '../../image-pull/image-name.js';
import { CredentialLookup, type CredentialState } from '../../image-pull/pod-credentials.js';
import { type PodImage, podImages } from '../../image-pull/pod-images.js';
import { isPublicRepository } from '../../image-pull/public-repository.js';
import { outcomeWithoutCredentials } from '../../image-pull/verification-impact.js';
import { pullVerificationOf, VERIFICATION_GATE, verificationErrors } from '../../image-pull/verification-policy.js';
import { podSpecOf } from '../../security-context/pod-containers.js';
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';
import { type ClusterInput, type InputWorkload, namespaceOf } from '../cluster-input.js';

const FIELD = 'imagePullCredentialsVerificationPolicy';

interface ImageUse {
  readonly workload: InputWorkload;
  readonly image: PodImage;
  readonly credentials: CredentialState;
  readonly secrets: readonly string[];
}

/** Everybody who wants an image, by its full name and tag: only then is one's copy the other's, too. */
function usesByImage(input: ClusterInput): ReadonlyMap<string, readonly ImageUse[]> {
  const providers = input.ofKind('kubelet.config.k8s.io', 'CredentialProviderConfig');
  const lookup = new CredentialLookup({
    secret: (namespace, name) => input.find('', 'Secret', namespace, name)?.object,
    serviceAccount: (namespace, name) => input.find('', 'ServiceAccount', namespace, name)?.object,
    providerPatterns: providers
      .flatMap(({ object }) => itemsOf(valueAt(object, 'providers')))
      .flatMap((provider) => textsOf(valueAt(provider, 'matchImages'))),
  });
  const uses = new Map<string, ImageUse[]>();
  for (const workload of input.workloads) {
    const spec = podSpecOf(workload.pod);
    const namespace = namespaceOf(workload.source.identity);
    for (const image of podImages(spec)) {
      const repository = repositoryOf(image.image);
      if (repository === undefined) continue;
      const { state, secrets } = lookup.credentialsOf(namespace, spec, repository);
      const use = { workload, image, credentials: state, secrets };
      const key = repository + tagOf(image.image);
      const list = uses.get(key);
      if (list === undefined) uses.set(key, [use]);
      else list.push(use);
    }
  }
  return uses;
}

/** `:1.2`, `@sha256:...`; `:latest` where nothing is written. */
const tagOf = (image: string): string => image.slice((imageWithoutTag(image) ?? image).length) || ':latest';

const hasSecrets = ({ credentials }: ImageUse): boolean => credentials === 'matching' || credentials === 'unknown';

const isPublic = ({ image }: PodImage): boolean => isPublicRepository(repositoryOf(image) ?? '');

/** What becomes of those who want one image, under the policy that kubelets have when nothing is set. */
function addImage(uses: readonly ImageUse[], couldUse: AdoptionPlace[], breaks: FeatureBreak[]): void {
  // A Secret that certainly is for the image makes it private, wherever it lies.
  const owner = uses.find(({ credentials }) => credentials === 'matching') ?? uses.find(hasSecrets);
  if (owner === undefined || (owner.credentials === 'unknown' && isPublic(owner.image))) return;
  const { kind, name } = owner.workload.source.identity;
  const verification = pullVerificationOf({ isGateOn: true });
  for (const use of uses) {
    const { workload, image } = use;
    const fieldPath = workload.prefix + image.fieldPath;
    if (hasSecrets(use)) {
      if (image.policy === 'Always') continue;
      const message = `${image.user}: the copy on a node is for everybody there unless it is on`;
      couldUse.push({ object: workload.source, fieldPath, message });
      continue;
    }
    if (use.credentials === 'node') continue;
    const outcome = outcomeWithoutCredentials(image.image, image.policy, 'pulled-with-secret', verification);
    if (outcome === 'use' || image.policy === 'Always') continue;
    const what = outcome === 'pull' ? 'has to ask the registry without credentials' : 'ends in ErrImageNeverPull';
    breaks.push({
      object: workload.source,
      fieldPath,
      severity: outcome === 'pull' ? 'warning' : 'error',
      message: `${image.user} has no credentials for ${image.image}, which ${kind} ${name} pulls with a Secret: it ${what}`,
      fix: 'give the pod or its service account the pull secret, or let the nodes have the credentials',
    });
  }
}

export const imagePullVerification: SecurityFeature = {
  kep: 2535,
  name: 'image pull verification',
  decide: (input) => {
    const uses: FeatureUse[] = [];
    const couldUse: AdoptionPlace[] = [];
    const breaks: FeatureBreak[] = [];
    for (const { object, kubelet } of input.kubelets) {
      const configuration = kubelet.configuration;
      if (configuration === undefined) continue;
      const fieldPath = kubelet.pathOf(FIELD);
      const written = valueAt(configuration, FIELD);
      const allowlist = valueAt(configuration, 'preloadedImagesVerificationAllowlist');
      const settings = { isGateOn: kubelet.gates.enabled(VERIFICATION_GATE), policy: written, allowlist };
      const { policy } = pullVerificationOf(settings);
      const isWritten = written !== undefined;
      if (policy === 'off' || policy === 'NeverVerify') {
        couldUse.push({ object, fieldPath, message: 'images on its nodes are for every pod, whoever pulled them' });
        if (isWritten) uses.push({ object, fieldPath, effective: false, message: `${policy}: nothing is verified` });
      } else {
        uses.push({ object, fieldPath, effective: true, message: isWritten ? policy : `${policy}, by default` });
      }
      for (const { field, message } of verificationErrors(settings)) {
        const text = `the kubelet does not start: ${message}`;
        const fix = 'set what the gate and the policy allow';
        breaks.push({ object, fieldPath: kubelet.pathOf(field), severity: 'error', message: text, fix });
      }
    }
    for (const wanted of usesByImage(input).values()) addImage(wanted, couldUse, breaks);
    return { uses, couldUse, breaks };
  },
};
