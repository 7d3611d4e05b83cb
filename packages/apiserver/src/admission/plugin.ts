/**
 * Admission plugins: what may change or refuse a write after authorization and before storage.
 *
 * Source: k8s.io/apiserver/pkg/admission/interfaces.go.
 */
import type { UserInfo } from '@bulkhead/engine/authorization';
import type { RequestContext } from '../http/request.js';
import type { KubeObject } from '../registry/kube-object.js';

export interface AdmissionAttributes {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly user: UserInfo;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly resource: { readonly group: string; readonly version: string; readonly resource: string };
  readonly subresource: string;
  /** `''` for cluster-scoped objects; for a Namespace its own name. */
  readonly namespace: string;
  /** `''` while the server has not generated it. */
  readonly name: string;
  /** Defaulted, in the version of the request; undefined for a delete. */
  readonly object: KubeObject | undefined;
  readonly oldObject: KubeObject | undefined;
  readonly dryRun: boolean;
  /** CreateOptions, UpdateOptions, PatchOptions or DeleteOptions. */
  readonly options: object;
  /** Warnings and audit annotations go there. */
  readonly context: RequestContext;
}

/** A plugin throws `StatusError` to refuse. */
export interface AdmissionPlugin {
  /** As in `--enable-admission-plugins`. */
  readonly name: string;
  handles(attributes: AdmissionAttributes): boolean;
  /** May return another object to go on with. */
  admit?(attributes: AdmissionAttributes): KubeObject | undefined | Promise<KubeObject | undefined>;
  validate?(attributes: AdmissionAttributes): void | Promise<void>;
}

/** The enabled plugins in upstream's order, asked one after another. */
export interface AdmissionChain {
  /** The object to go on with. */
  admit(attributes: AdmissionAttributes): Promise<KubeObject | undefined>;
  validate(attributes: AdmissionAttributes): Promise<void>;
}
