/** Which requests a plugin looks at. */
import type { AdmissionAttributes } from './plugin.js';

export type Operation = AdmissionAttributes['operation'];

/** Whether the request is one of these operations on the resource, or on that subresource of it. */
export function isWriteOf(
  attributes: AdmissionAttributes,
  operations: readonly Operation[],
  group: string,
  resource: string,
  subresource = '',
): boolean {
  return (
    attributes.resource.resource === resource &&
    attributes.resource.group === group &&
    attributes.subresource === subresource &&
    operations.includes(attributes.operation)
  );
}

export const isCreateOf = (attributes: AdmissionAttributes, group: string, resource: string): boolean =>
  isWriteOf(attributes, ['CREATE'], group, resource);
