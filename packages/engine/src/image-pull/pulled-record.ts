/**
 * What a kubelet remembers of an image that it pulled: with whose credentials, by the name that the pod gave the image.
 * Source: pkg/kubelet/apis/config/types.go (ImagePulledRecord), pkg/kubelet/images/pullmanager/image_pull_manager.go.
 */

interface Coordinates {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
}

export type ServiceAccountCoordinates = Coordinates;

export interface SecretCredential extends Coordinates {
  /** Of user name, password and the like; empty when it could not be made, and then it is like no other. */
  readonly credentialHash: string;
}

export interface PullCredentials {
  /** The pull needed nobody's credentials, or the node's: every pod may have the image, and both lists are empty. */
  readonly nodePodsAccessible: boolean;
  readonly secrets: readonly SecretCredential[];
  readonly serviceAccounts: readonly ServiceAccountCoordinates[];
}

/** Credentials by the image as written, without tag and digest. */
export type PulledRecord = ReadonlyMap<string, PullCredentials>;

/** Secrets of one image beyond this many are compared, but not remembered. */
export const MAX_SECRETS = 100;

export const isSameObject = (one: Coordinates, other: Coordinates): boolean =>
  one.uid === other.uid && one.namespace === other.namespace && one.name === other.name;

/** The entry with a Secret more, or with a new hash of one that it has. */
export function withSecret(entry: PullCredentials, secret: SecretCredential): PullCredentials {
  const others = entry.secrets.filter((each) => !isSameObject(each, secret));
  return { ...entry, secrets: [...others, secret].sort(byCoordinates) };
}

function byCoordinates(one: Coordinates, other: Coordinates): number {
  return compare(one.namespace, other.namespace) || compare(one.name, other.name) || compare(one.uid, other.uid);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
