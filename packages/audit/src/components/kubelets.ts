/** The kubelets of the input: their configuration files, their command lines, and what kubeadm is told of them. */
import { extraArgs, FlagSet, flagsOf, Kubelet, withKubeadmDefaults } from '@bulkhead/engine/hardening';
import type { ClusterProfile } from '@bulkhead/features';
import type { AuditObject } from '../audit-object.js';
import type { ObjectIndex } from '../object-index.js';
import type { ComponentContainer } from './component-containers.js';
import { type Document, embeddedDocuments, isDocument } from './embedded-document.js';

export interface FoundKubelet {
  readonly object: AuditObject;
  readonly kubelet: Kubelet;
}

const GROUP = 'kubelet.config.k8s.io/';
const KIND = 'KubeletConfiguration';

export function kubeletsOf(
  objects: ObjectIndex,
  containers: readonly ComponentContainer[],
  profile: ClusterProfile,
): readonly FoundKubelet[] {
  const lines = [...commandLines(containers), ...flagFiles(objects), ...kubeadmFlags(objects)];
  const [only, ...others] = lines;
  // With several command lines nobody knows which file is whose.
  const flags = others.length === 0 ? only?.flags : undefined;
  return [
    ...configurations(objects, flags, profile),
    ...lines.map(({ object, flags: own, kind }) => ({ object, kubelet: new Kubelet({ profile, flags: own, kind }) })),
  ];
}

interface Line {
  readonly object: AuditObject;
  readonly flags: FlagSet;
  readonly kind: 'flags' | 'part';
}

const commandLines = (containers: readonly ComponentContainer[]): readonly Line[] =>
  containers
    .filter(({ component }) => component === 'kubelet')
    .map(({ object, flags }) => ({ object, flags, kind: 'flags' }));

/** Files of flags, as systemd and kubeadm keep them: of some lines only a part is there. */
const flagFiles = (objects: ObjectIndex): readonly Line[] =>
  objects
    .ofKind('KubeletFlags')
    .filter(({ identity }) => identity.apiVersion === 'kubelet/v1')
    .flatMap((object): Line[] => {
      const { value } = object.source;
      const args = isDocument(value) && Array.isArray(value['args']) ? value['args'] : [];
      const words = args.map((text: unknown, index) => ({ text: String(text), path: `args[${index}]` }));
      const kind = isDocument(value) && value['isWhole'] === true ? 'flags' : 'part';
      return [{ object, flags: new FlagSet(flagsOf(words), 'args'), kind }];
    });

/** What kubeadm is told to add. */
function kubeadmFlags(objects: ObjectIndex): readonly Line[] {
  return ['InitConfiguration', 'JoinConfiguration'].flatMap((kind) =>
    objects
      .ofKind(kind)
      .filter(({ identity }) => identity.apiVersion.startsWith(KUBEADM))
      .flatMap((object): Line[] => {
        const path = 'nodeRegistration.kubeletExtraArgs';
        const { value } = object.source;
        const registration = isDocument(value) ? value['nodeRegistration'] : undefined;
        const args = isDocument(registration) ? registration['kubeletExtraArgs'] : undefined;
        const flags = extraArgs(args, path);
        return flags.length === 0 ? [] : [{ object, flags: new FlagSet(flags, path), kind: 'part' }];
      }),
  );
}

const KUBEADM = 'kubeadm.k8s.io/';

function configurations(
  objects: ObjectIndex,
  flags: FlagSet | undefined,
  profile: ClusterProfile,
): readonly FoundKubelet[] {
  const kubeadmFiles = new Set(
    ['ClusterConfiguration', 'InitConfiguration', 'JoinConfiguration']
      .flatMap((kind) => objects.ofKind(kind))
      .filter(({ identity }) => identity.apiVersion.startsWith(KUBEADM))
      .map(({ file }) => file),
  );
  const kubelet = (object: AuditObject, value: Document, pathOf: (field: string) => string): FoundKubelet => {
    // Beside kubeadm's own kinds the file is what kubeadm completes, not yet what the kubelet reads.
    const configuration = kubeadmFiles.has(object.file) ? withKubeadmDefaults(value) : value;
    return { object, kubelet: new Kubelet({ profile, configuration, pathOf, kind: 'file', ...(flags && { flags }) }) };
  };
  const files = objects
    .ofKind(KIND)
    .filter(({ identity }) => identity.apiVersion.startsWith(GROUP))
    .flatMap((object) => {
      const { value } = object.source;
      return isDocument(value) ? [kubelet(object, value, (field) => field)] : [];
    });
  const maps = objects
    .ofKind('ConfigMap')
    .filter(({ identity }) => identity.namespace === 'kube-system' && identity.name.startsWith('kubelet-config'))
    .flatMap((object) => embeddedDocuments(object, KIND).map(({ value, path }) => kubelet(object, value, () => path)));
  return [...files, ...maps];
}
