/**
 * The index of a dump: which cluster it is of, and what could not be read of it. An audit of the dump is as incomplete as
 * one of the cluster would have been.
 */
import { member, text } from '../authorization/untyped.js';

export const DUMP_API_VERSION = 'bulkhead.dev/v1';
export const DUMP_KIND = 'ClusterDump';

/** A part of a cluster that is missing. */
export interface Unread {
  /** `secrets`, `deployments.apps` */
  readonly resource: string;
  readonly message: string;
}

export interface ClusterDump {
  /** As the server said it, such as `v1.35.2`; `''` where it did not. */
  readonly kubernetesVersion: string;
  readonly unread: readonly Unread[];
}

/** An honest dump misses a few kinds. */
const MAX_UNREAD = 200;

/** The index that a document is; undefined for every other. */
export function clusterDumpOf(value: unknown): ClusterDump | undefined {
  if (text(member(value, 'apiVersion')) !== DUMP_API_VERSION || text(member(value, 'kind')) !== DUMP_KIND)
    return undefined;
  const unread = member(value, 'unread');
  const list: readonly unknown[] = Array.isArray(unread) ? unread.slice(0, MAX_UNREAD) : [];
  return {
    kubernetesVersion: text(member(value, 'kubernetesVersion')),
    unread: list.map((each) => ({
      resource: text(member(each, 'resource')) || 'something',
      message: text(member(each, 'message')) || 'not read',
    })),
  };
}
