/**
 * How plugins refuse: 403 with the name of the object, or `Unknown` while it has none.
 *
 * Source: k8s.io/apiserver/pkg/admission/errors.go.
 */
import { forbiddenStatus, plainErrorStatus, type StatusCause } from '@bulkhead/engine/authorization';
import { StatusError } from '../http/status-error.js';
import type { AdmissionAttributes } from './plugin.js';

export function refusal(attributes: AdmissionAttributes, text: string, causes?: readonly StatusCause[]): StatusError {
  const { group, resource } = attributes.resource;
  const status = forbiddenStatus({ group, resource }, objectName(attributes), text);
  return new StatusError(causes === undefined ? status : { ...status, details: { ...status.details, causes } });
}

/** An error that upstream makes no status of: 500 with the bare text. */
export const plainRefusal = (text: string): StatusError => new StatusError(plainErrorStatus(text));

function objectName({ name, object }: AdmissionAttributes): string {
  if (name !== '') return name;
  return object?.metadata.name || object?.metadata.generateName || 'Unknown';
}
