/** Clusters and users for tests. */
import type { VersionProfile } from '@bulkhead/apimachinery';
import { clusterProfile } from '@bulkhead/features';
import type { Attributes } from './attributes.js';
import { type Authorizer, unionAuthorizer } from './authorizer.js';
import { allow, NO_OPINION } from './decision.js';
import { type UserInfo, userInfo } from './user-info.js';

export function profileFor(minor: number, gates: Readonly<Record<string, boolean>> = {}): VersionProfile {
  const made = clusterProfile({ version: `1.${minor}`, gates });
  if ('errors' in made) throw new Error(made.errors.join('; '));
  return made.profile;
}

export const person = (name: string, ...groups: string[]): UserInfo => userInfo({ name, groups });

/** `verb group/resource/subresource namespace/name`, or `verb path`: a question in one line. */
export function asText(attributes: Attributes): string {
  const { verb, apiGroup, resource, subresource, namespace, name } = attributes;
  if (!attributes.resourceRequest) return `${verb} ${attributes.path}`;
  return `${verb} ${apiGroup}/${resource}/${subresource} ${namespace}/${name}`;
}

/** Allows the questions whose text is listed and writes down what it is asked. */
export function listedAuthorizer(allowed: readonly string[], asked: string[] = []): Authorizer {
  const listed = new Set(allowed);
  return unionAuthorizer([
    {
      authorize(attributes) {
        const text = asText(attributes);
        asked.push(text);
        return listed.has(text) ? allow('listed') : NO_OPINION;
      },
    },
  ]);
}
