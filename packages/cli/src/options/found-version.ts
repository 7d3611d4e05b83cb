/** The version that a cluster said it is, as one that is supported. */
import { formatMinor, NEWEST_MINOR, OLDEST_MINOR } from '@bulkhead/apimachinery';
import { DEFAULT_KUBERNETES_VERSION } from './cluster-options.js';

export interface FoundVersion {
  /** `1.35` */
  readonly version: string;
  /** What a person should know when it is not the cluster's own. */
  readonly note: string | undefined;
}

/** `said` is what the server or the index of a dump says, such as `v1.35.2-gke.7`. */
export function foundVersion(said: string): FoundVersion {
  const parts = /^v?1\.(\d{1,3})(?:\D|$)/.exec(said);
  if (parts === null) {
    const version = DEFAULT_KUBERNETES_VERSION;
    return {
      version,
      note: `the cluster's version is not known: judged as ${version}; name it with --kubernetes-version`,
    };
  }
  const minor = Number(parts[1]);
  const nearest = Math.min(Math.max(minor, OLDEST_MINOR), NEWEST_MINOR);
  const version = formatMinor(nearest);
  return {
    version,
    note: nearest === minor ? undefined : `the cluster is 1.${minor}, which is not supported: judged as ${version}`,
  };
}
