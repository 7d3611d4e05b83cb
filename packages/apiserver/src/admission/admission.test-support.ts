/** Writes for tests of plugins, and plugins asked as the chain asks them. */
import { NO_OPINION, type UserInfo } from '@bulkhead/engine/authorization';
import type { ClusterProfile } from '@bulkhead/features';
import { person, profileFor, requestContext } from '../http/request-context.test-support.js';
import type { KubeObject } from '../registry/kube-object.js';
import { TestObjectCaches } from '../registry/object-caches.test-support.js';
import { chainOf } from './admission-chain.js';
import type { AdmissionDependencies } from './dependencies.js';
import type { AdmissionAttributes, AdmissionPlugin } from './plugin.js';

export interface TestWrite {
  readonly operation?: AdmissionAttributes['operation'];
  readonly group?: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly user?: UserInfo;
  readonly object?: unknown;
  readonly oldObject?: unknown;
  readonly profile?: ClusterProfile;
}

export function write(parts: TestWrite): AdmissionAttributes {
  const { operation = 'CREATE', group = '', resource, subresource = '', namespace = 'a', profile } = parts;
  const object = parts.object as KubeObject | undefined;
  const user = parts.user ?? person('alice', 'system:authenticated');
  return {
    operation,
    user,
    kind: { group, version: 'v1', kind: object?.kind ?? '' },
    resource: { group, version: 'v1', resource },
    subresource,
    namespace,
    name: parts.name ?? object?.metadata.name ?? '',
    object,
    oldObject: parts.oldObject as KubeObject | undefined,
    dryRun: false,
    options: {},
    context: requestContext('POST', '/', { user, ...(profile === undefined ? {} : { profile }) }),
  };
}

export const objectOf = (kind: string, name: string, rest: object = {}, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'a', ...metadata },
  ...rest,
});

export interface TestDependencies extends AdmissionDependencies {
  readonly caches: TestObjectCaches;
}

export function dependencies(parts: Partial<TestDependencies> = {}): TestDependencies {
  return {
    profile: profileFor(35),
    liveGet: () => Promise.resolve(undefined),
    authorizer: { authorize: () => NO_OPINION },
    nameSuffix: () => 'abcde',
    caches: new TestObjectCaches(),
    ...parts,
  };
}

/** The object after both passes. */
export async function admitted(
  plugin: AdmissionPlugin,
  attributes: AdmissionAttributes,
): Promise<KubeObject | undefined> {
  const chain = chainOf([plugin]);
  const object = await chain.admit(attributes);
  await chain.validate({ ...attributes, object });
  return object;
}
