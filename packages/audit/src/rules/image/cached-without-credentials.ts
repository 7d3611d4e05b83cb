import {
  isPublicRepository,
  outcomeWithoutCredentials,
  type PodImage,
  type PullVerification,
  wholeName,
} from '@bulkhead/engine/image-pull';
import type { Cluster } from '../../cluster.js';
import type { ImagePuller } from '../../cluster-images.js';
import { compareSeverity, type Severity } from '../../finding.js';
import { manualFix } from '../../fix/fix.js';
import type { Report, WorkloadRule } from '../../rule.js';
import type { Workload } from '../../workload.js';

export const cachedWithoutCredentials: WorkloadRule = {
  id: 'image/cached-without-credentials',
  title: 'Depends on an image that others pulled',
  severity: 'medium',
  gains: 'workload',
  layer: 'container',
  standards: ['KEP-2535', 'MITRE:T1525'],
  description:
    'The pod has no credentials for the image: it is never to be pulled, or other workloads pull it with a Secret that this one does not have. It runs where the node has a copy already.',
  risk: 'Where the kubelet does not verify, any tenant runs, and so reads, the private images of another by naming them. Where it does, the pod waits with ErrImageNeverPull or ErrImagePull on every node on which others pulled the image.',
  remediation:
    'Give the pod a pull secret for the image and pull policy Always or IfNotPresent. Let the kubelets verify (KubeletEnsureSecretPulledImages, on by default from 1.35; imagePullCredentialsVerificationPolicy: AlwaysVerify is the strictest), or turn on the admission plugin AlwaysPullImages.',
  subject: 'workload',
  check: (workload, cluster) => {
    let found: Map<string, Dependent[]> | undefined;
    for (const image of workload.images) {
      const dependent = image.policy === 'Always' ? undefined : dependentOf(image, workload, cluster);
      if (dependent === undefined) continue;
      // What the pod says does not count: the plugin writes Always into each.
      if (cluster.components.alwaysPullsImages) return undefined;
      found ??= new Map();
      const same = found.get(dependent.consequence);
      if (same === undefined) found.set(dependent.consequence, [dependent]);
      else same.push(dependent);
    }
    return found === undefined ? undefined : [...found.values()].map((same) => reportOf(same, workload));
  },
};

/** An image that the pod has only if others do. */
interface Dependent {
  readonly image: PodImage;
  readonly puller: ImagePuller | undefined;
  readonly severity: Severity;
  readonly consequence: string;
  /** The pod gets the copy that a Secret of others pulled, at least on some nodes. */
  readonly isShared: boolean;
}

function dependentOf(image: PodImage, workload: Workload, cluster: Cluster): Dependent | undefined {
  const repository = wholeName(image.reference);
  if (repository === undefined) return undefined;
  const others = cluster.images.pullersOf(repository);
  // Most images are nobody's, and then nothing has to be looked up.
  if (image.policy !== 'Never' && others.length === 0) return undefined;
  const { namespace } = workload;
  if (cluster.images.credentialsOf(namespace, workload.pod.spec ?? {}, repository).state !== 'none') return undefined;
  const puller = others.find((other) => other.namespace !== namespace) ?? others[0];
  const kubelets = cluster.components.imagePolicies;
  return {
    image,
    puller,
    severity: severityOf(image, repository, puller, namespace),
    consequence: kubelets
      .map((each) => consequenceOf(image, each))
      .filter(isFirst)
      .join('; on other nodes '),
    isShared: kubelets.some((each) => outcome(image, 'pulled-with-secret', each) === 'use'),
  };
}

/**
 * A Secret that is only named may be for anything: many name one beside every image. One with an entry for the image is
 * there because the image is private.
 */
function severityOf(
  { policy }: PodImage,
  repository: string,
  puller: ImagePuller | undefined,
  namespace: string,
): Severity {
  if (policy === 'Never') return 'medium';
  if (puller?.credentials.state !== 'matching') return isPublicRepository(repository) ? 'info' : 'low';
  return puller.namespace === namespace ? 'low' : 'medium';
}

function reportOf(same: readonly Dependent[], workload: Workload): Report {
  const fields = same.map(({ image }) => workload.path(image.policy === 'Never' ? image.policyPath : image.fieldPath));
  const severities = same.map(({ severity }) => severity).sort(compareSeverity);
  return {
    fields: [...fields, workload.path('spec.imagePullSecrets')],
    message: `${same.map(subjectText).join('; ')}: ${same[0]?.consequence ?? ''}`,
    severity: severities[0] ?? 'low',
    ...(same.some(({ isShared }) => isShared) ? {} : { gains: 'availability' as const }),
    fix: manualFix('give the pod a pull secret for the image, and do not set imagePullPolicy Never'),
  };
}

const isFirst = (text: string, index: number, texts: readonly string[]): boolean => texts.indexOf(text) === index;

const outcome = ({ image, policy }: PodImage, origin: 'pulled-with-secret' | 'preloaded', kubelet: PullVerification) =>
  outcomeWithoutCredentials(image, policy, origin, kubelet);

function subjectText({ image: { image, policy, user }, puller }: Dependent): string {
  const never =
    policy === 'Never' ? `never pulls ${image} and has no credentials for it` : `has no credentials for ${image}`;
  if (puller === undefined) return `${user} ${never}`;
  const { kind, namespace, name, credentials } = puller;
  return `${user} ${never}, which ${kind} ${namespace}/${name} pulls with Secret ${credentials.secrets[0] ?? ''}`;
}

const STRICTEST = 'with AlwaysVerify it needs the credentials that pulled it';

/** What the pod gets where the node has a copy. */
function consequenceOf(image: PodImage, kubelet: PullVerification): string {
  const otherwise =
    image.policy === 'Never'
      ? 'it fails with ErrImageNeverPull'
      : 'it must pull it itself, which a private registry refuses';
  if (outcome(image, 'pulled-with-secret', kubelet) === 'use') {
    const why = kubelet.policy === 'off' ? 'nothing is verified' : kubelet.policy;
    return `it runs on the cached image, whoever pulled it (${why}); ${STRICTEST}`;
  }
  if (outcome(image, 'preloaded', kubelet) === 'use') {
    return `it runs on a cached image only where no Secret pulled it (${kubelet.policy}), else ${otherwise}; ${STRICTEST}`;
  }
  return `a cached image needs the credentials that pulled it (${kubelet.policy}), so ${otherwise}`;
}
