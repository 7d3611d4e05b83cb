import {
  outcomeWithoutCredentials,
  type PodImage,
  type PullVerification,
  repositoryOf,
} from '@bulkhead/engine/image-pull';
import type { Cluster } from '../../cluster.js';
import type { ImagePuller } from '../../cluster-images.js';
import { manualFix } from '../../fix/fix.js';
import type { Report, WorkloadRule } from '../../rule.js';
import type { Workload } from '../../workload.js';

/** Repositories that nobody needs credentials for, although many name their pull secret beside them. */
const PUBLIC =
  /^(?:docker\.io\/library|registry\.k8s\.io|k8s\.gcr\.io|gcr\.io\/distroless|mcr\.microsoft\.com|public\.ecr\.aws)\//;

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
    let reports: Report[] | undefined;
    for (const image of workload.images) {
      if (image.policy === 'Always') continue;
      const report = judge(image, workload, cluster);
      if (report !== undefined) (reports ??= []).push(report);
    }
    return reports;
  },
};

function judge(image: PodImage, workload: Workload, cluster: Cluster): Report | undefined {
  const repository = repositoryOf(image.image);
  if (repository === undefined) return undefined;
  const others = cluster.images.pullersOf(repository);
  // Most images are nobody's, and then nothing has to be looked up.
  if (image.policy !== 'Never' && others.length === 0) return undefined;
  const { namespace } = workload;
  if (cluster.images.credentialsOf(namespace, workload.pod.spec ?? {}, repository).state !== 'none') return undefined;
  const puller = others.find((other) => other.namespace !== namespace) ?? others[0];
  const isCertain = puller?.credentials.state === 'matching';
  if (image.policy !== 'Never' && !isCertain && PUBLIC.test(repository)) return undefined;
  const kubelets = cluster.components.imagePolicies;
  const isShared = kubelets.some((each) => outcome(image, 'pulled-with-secret', each) === 'use');
  return {
    fields: [
      workload.path(image.policy === 'Never' ? image.policyPath : image.fieldPath),
      workload.path('spec.imagePullSecrets'),
    ],
    message: `${subjectText(image, puller)}: ${kubelets
      .map((each) => consequence(image, each))
      .filter(isFirst)
      .join('; on other nodes ')}`,
    severity: image.policy === 'Never' || (isCertain && puller?.namespace !== namespace) ? 'medium' : 'low',
    ...(isShared ? {} : { gains: 'availability' as const }),
    fix: manualFix('give the pod a pull secret for the image, and do not set imagePullPolicy Never'),
  };
}

const isFirst = (text: string, index: number, texts: readonly string[]): boolean => texts.indexOf(text) === index;

const outcome = ({ image, policy }: PodImage, origin: 'pulled-with-secret' | 'preloaded', kubelet: PullVerification) =>
  outcomeWithoutCredentials(image, policy, origin, kubelet);

function subjectText({ image, policy, user }: PodImage, puller: ImagePuller | undefined): string {
  const never =
    policy === 'Never' ? `never pulls ${image} and has no credentials for it` : `has no credentials for ${image}`;
  if (puller === undefined) return `${user} ${never}`;
  const { kind, namespace, name, credentials } = puller;
  return `${user} ${never}, which ${kind} ${namespace}/${name} pulls with Secret ${credentials.secrets[0] ?? ''}`;
}

const STRICTEST = 'with AlwaysVerify it needs the credentials that pulled it';

/** What the pod gets where the node has a copy. */
function consequence(image: PodImage, kubelet: PullVerification): string {
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
