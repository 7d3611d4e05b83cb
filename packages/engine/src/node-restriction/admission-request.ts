/**
 * A write as admission sees it, and what NodeRestriction may look up for it.
 *
 * Source: k8s.io/apiserver/pkg/admission/{interfaces,errors}.go.
 */
import type {
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  ServiceAccount,
} from '@bulkhead/apimachinery/types/core-v1';
import type { CSIDriver } from '@bulkhead/apimachinery/types/storage-v1';
import { type ApiStatus, forbiddenStatus, type GroupResource } from '../authorization/api-status.js';
import type { UserInfo } from '../authorization/user-info.js';

export interface AdmissionRequest {
  readonly user: UserInfo;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly resource: GroupResource;
  readonly subresource: string;
  readonly namespace: string;
  /** `''` where the URL has none. */
  readonly name: string;
  /** Decoded; undefined for a delete. */
  readonly object?: unknown;
  readonly oldObject?: unknown;
}

/** Objects as the API server knows them; undefined for those that do not exist. */
export interface NodeRestrictionLookup {
  pod(namespace: string, name: string): Pod | undefined;
  node(name: string): Node | undefined;
  serviceAccount(namespace: string, name: string): ServiceAccount | undefined;
  persistentVolumeClaim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  persistentVolume(name: string): PersistentVolume | undefined;
  csiDriver(name: string): CSIDriver | undefined;
  /** The common name in a certificate request (the bytes of `spec.request`), or why it cannot be read. */
  commonNameOf(request: unknown): { readonly commonName: string } | { readonly error: string };
}

export type AdmissionResult = { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly status: ApiStatus };

export const ADMITTED: AdmissionResult = Object.freeze({ kind: 'allowed' });

/** 403 with the name of the object, or `Unknown` while it has none. */
export function refuse(request: AdmissionRequest, text: string): AdmissionResult {
  return { kind: 'refused', status: forbiddenStatus(request.resource, objectName(request), text) };
}

export function refuseWith(status: ApiStatus): AdmissionResult {
  return { kind: 'refused', status };
}

interface Named {
  readonly metadata?: { readonly name?: string; readonly generateName?: string };
}

function objectName({ name, object }: AdmissionRequest): string {
  if (name !== '') return name;
  const metadata = (object as Named | undefined)?.metadata;
  return metadata?.name || metadata?.generateName || 'Unknown';
}
