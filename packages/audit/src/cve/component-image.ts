/**
 * Which component of Kubernetes an image holds, by its name alone: registries are mirrored and renamed, so the last parts
 * of the path count. A name that others use too (`controller`, `driver`) needs the part before it.
 */
import { type ComponentVersion, parseComponentVersion } from './component-version.js';

export interface ComponentImage {
  /** The name that records give the component. */
  readonly name: string;
  /** Undefined: no tag, or one that is no version. */
  readonly version: ComponentVersion | undefined;
  /** The tag; empty where there is none. */
  readonly tag: string;
}

/** By the last part of the path. */
const BY_NAME: ReadonlyMap<string, string> = new Map([
  ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kubelet', 'kubectl', 'etcd'].map(
    (name): [string, string] => [name, name],
  ),
  ['coredns', 'coredns'],
  ['nginx-ingress-controller', 'ingress-nginx'],
  ['ingress-nginx-controller', 'ingress-nginx'],
  ['nfsplugin', 'csi-driver-nfs'],
  ['csi-driver-nfs', 'csi-driver-nfs'],
  ['smbplugin', 'csi-driver-smb'],
  ['smb-csi', 'csi-driver-smb'],
  ['csi-driver-smb', 'csi-driver-smb'],
  ['azurefile-csi', 'azurefile-csi-driver'],
  ['azurefile-csi-driver', 'azurefile-csi-driver'],
  ['secrets-store-csi-driver', 'secrets-store-csi-driver'],
  ['secrets-store-sync-controller', 'secrets-store-sync-controller'],
  ['headlamp', 'headlamp'],
  ['csi-proxy', 'csi-proxy'],
]);

/** By the last two parts of the path, for names that are too general alone. */
const BY_PATH: ReadonlyMap<string, string> = new Map([
  ['ingress-nginx/controller', 'ingress-nginx'],
  ['ingress-nginx/controller-chroot', 'ingress-nginx'],
  ['csi-secrets-store/driver', 'secrets-store-csi-driver'],
  ['secrets-store/driver', 'secrets-store-csi-driver'],
  ['secrets-store-sync/controller', 'secrets-store-sync-controller'],
]);

/** By the program that the container starts, where the image's name says nothing. */
const BY_PROGRAM: ReadonlyMap<string, string> = new Map([
  ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'etcd'].map(
    (name): [string, string] => [name, name],
  ),
  ['nginx-ingress-controller', 'ingress-nginx'],
]);

const ARCHITECTURE = /-(?:amd64|arm64|arm|ppc64le|s390x)$/;

/** The component; undefined for any other image. `program` is the first word of the container's command. */
export function componentOfImage(image: string, program = ''): ComponentImage | undefined {
  const digest = image.indexOf('@');
  const named = digest < 0 ? image : image.slice(0, digest);
  const slash = named.lastIndexOf('/');
  const colon = named.indexOf(':', slash + 1);
  const path = colon < 0 ? named : named.slice(0, colon);
  const last = path.slice(slash + 1);
  const name =
    BY_NAME.get(last) ?? byLongerPath(path, slash) ?? byArchitecture(last) ?? BY_PROGRAM.get(programName(program));
  if (name === undefined) return undefined;
  const tag = colon < 0 ? '' : named.slice(colon + 1);
  return { name, tag, version: versionOfTag(name, tag) };
}

function byLongerPath(path: string, slash: number): string | undefined {
  if (slash <= 0) return undefined;
  const before = path.lastIndexOf('/', slash - 1);
  return BY_PATH.get(path.slice(before + 1));
}

const byArchitecture = (last: string): string | undefined =>
  ARCHITECTURE.test(last) ? BY_NAME.get(last.replace(ARCHITECTURE, '')) : undefined;

const programName = (program: string): string => program.slice(program.lastIndexOf('/') + 1);

/** Some components have tags of their own kind: `3.5.16-0` is the first image of etcd 3.5.16, `nginx-1.2.1` is 1.2.1. */
function versionOfTag(name: string, tag: string): ComponentVersion | undefined {
  if (name === 'etcd') return parseComponentVersion(tag.replace(/-\d{1,3}$/, ''));
  if (name === 'ingress-nginx') return parseComponentVersion(tag.replace(/^nginx-/, ''));
  return parseComponentVersion(tag);
}
