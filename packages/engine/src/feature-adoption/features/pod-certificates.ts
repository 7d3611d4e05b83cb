/** KEP-4317. */
import { textOf, valueAt } from '../../hardening/plain-value.js';
import { listOf, objectOf, textOf as podText } from '../../security-context/plain-values.js';
import { podSpecOf } from '../../security-context/pod-containers.js';
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';
import { type ClusterInput, type InputWorkload, namespaceOf } from '../cluster-input.js';

/** CSI drivers that hand out certificates of a pod's own. */
const CERTIFICATE_DRIVERS: ReadonlySet<string> = new Set(['csi.cert-manager.io', 'csi.spiffe.io']);

/** Names of Secrets, by `namespace/name`, that hold a private key for TLS. */
function keySecrets(input: ClusterInput): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { object, identity } of input.ofKind('', 'Secret')) {
    if (valueAt(object, 'type') === 'kubernetes.io/tls') names.add(`${namespaceOf(identity)}/${identity.name}`);
  }
  for (const { object, identity } of input.ofKind('cert-manager.io', 'Certificate')) {
    names.add(`${namespaceOf(identity)}/${textOf(valueAt(object, 'spec', 'secretName'))}`);
  }
  return names;
}

function addVolumes(
  { source: object, pod, prefix }: InputWorkload,
  secrets: ReadonlySet<string>,
  effective: boolean,
  uses: FeatureUse[],
  couldUse: AdoptionPlace[],
): void {
  for (const [index, volume] of listOf(podSpecOf(pod).volumes).entries()) {
    const path = `${prefix}spec.volumes[${index}]`;
    for (const [place, source] of listOf(objectOf(objectOf(volume)?.projected)?.sources).entries()) {
      const signer = podText(objectOf(objectOf(source)?.podCertificate)?.signerName);
      if (signer === undefined) continue;
      const lost = effective ? '' : ': the API server drops it, and the files are not there';
      const message = `a certificate of the signer ${signer}${lost}`;
      uses.push({ object, fieldPath: `${path}.projected.sources[${place}].podCertificate`, effective, message });
    }
    const driver = podText(objectOf(objectOf(volume)?.csi)?.driver) ?? '';
    if (CERTIFICATE_DRIVERS.has(driver)) {
      couldUse.push({ object, fieldPath: `${path}.csi`, message: `gets its certificate from the driver ${driver}` });
    }
    const secret = podText(objectOf(objectOf(volume)?.secret)?.secretName);
    if (secret !== undefined && secrets.has(`${namespaceOf(object.identity)}/${secret}`)) {
      const message = `mounts a private key that lies in the Secret ${secret}`;
      couldUse.push({ object, fieldPath: `${path}.secret`, message });
    }
  }
}

/** What kubelets and the API server need for it, where a kube-apiserver of the input lacks it. */
function missingOnServers(input: ClusterInput): FeatureBreak[] {
  return input.component('kube-apiserver').flatMap(({ object, flags }): FeatureBreak[] => {
    const found: FeatureBreak[] = [];
    if (!flags.list('enable-admission-plugins').includes('NodeRestriction')) {
      found.push({
        object,
        fieldPath: flags.paths('enable-admission-plugins')[0] ?? '',
        severity: 'error',
        message: 'without NodeRestriction a node gets certificates for pods that are not its own',
        fix: '--enable-admission-plugins=NodeRestriction',
      });
    }
    const modes = flags.list('authorization-mode');
    if (!flags.has('authorization-config') && !modes.includes('Node')) {
      found.push({
        object,
        fieldPath: flags.paths('authorization-mode')[0] ?? '',
        severity: 'error',
        message: 'without the Node authorizer kubelets may not ask for certificates',
        fix: '--authorization-mode=Node,RBAC',
      });
    }
    return found;
  });
}

export const podCertificates: SecurityFeature = {
  kep: 4317,
  name: 'pod certificates',
  decide: (input, profile) => {
    const uses: FeatureUse[] = [];
    const couldUse: AdoptionPlace[] = [];
    const secrets = keySecrets(input);
    const enabled = profile.enabled('PodCertificateRequest');
    for (const workload of input.workloads) addVolumes(workload, secrets, enabled, uses, couldUse);
    return { uses, couldUse, breaks: missingOnServers(input) };
  },
};
