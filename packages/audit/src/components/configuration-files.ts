/** Configuration files of components in the input, by their kinds. */
import type { AuditObject } from '../audit-object.js';
import type { ObjectIndex } from '../object-index.js';
import { isDocument } from './embedded-document.js';
import type { ConfigurationFile } from './subject.js';

/** The groups of each kind; a version follows. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  AuthenticationConfiguration: ['apiserver.config.k8s.io/'],
  AuthorizationConfiguration: ['apiserver.config.k8s.io/'],
  EncryptionConfiguration: ['apiserver.config.k8s.io/'],
  AdmissionConfiguration: ['apiserver.config.k8s.io/', 'apiserver.k8s.io/'],
  Policy: ['audit.k8s.io/'],
  CredentialProviderConfig: ['kubelet.config.k8s.io/'],
  KubeSchedulerConfiguration: ['kubescheduler.config.k8s.io/'],
  ContainerdConfiguration: ['containerd/'],
  ContainerdRegistryHosts: ['containerd/'],
  CrioConfiguration: ['crio/'],
  ContainersRegistries: ['containers/'],
};

export interface FoundFile {
  readonly object: AuditObject;
  readonly file: ConfigurationFile;
}

export function configurationFiles(objects: ObjectIndex): readonly FoundFile[] {
  return Object.entries(GROUPS).flatMap(([kind, groups]) =>
    objects.ofKind(kind).flatMap((object): FoundFile[] => {
      const { value } = object.source;
      const isOurs = groups.some((group) => object.identity.apiVersion.startsWith(group));
      return isOurs && isDocument(value) ? [{ object, file: { kind, value, pathOf: (field) => field } }] : [];
    }),
  );
}
