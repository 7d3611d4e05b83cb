import type { AppArmorProfile, Pod } from '@bulkhead/apimachinery/types/core-v1';
import { clusterProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { APP_ARMOR_ANNOTATION_PREFIX, effectiveAppArmor, requestedAppArmor } from './app-armor.js';
import { podContainers, podSpecOf } from './pod-containers.js';

const UNCONFINED: AppArmorProfile = { type: 'Unconfined' };
const RUNTIME: AppArmorProfile = { type: 'RuntimeDefault' };
const LOCAL: AppArmorProfile = { type: 'Localhost', localhostProfile: 'k8s-nginx' };

interface Case {
  readonly name: string;
  readonly own?: AppArmorProfile;
  readonly annotation?: string;
  readonly shared?: AppArmorProfile;
  readonly version?: string;
  readonly gates?: string;
  readonly privileged?: boolean;
  readonly host?: boolean;
  readonly expected: string;
}

const CASES: readonly Case[] = [
  { name: 'nothing, host unknown', expected: 'RuntimeDefault default' },
  { name: 'nothing, host with AppArmor', host: true, expected: 'RuntimeDefault default' },
  { name: 'nothing, host without AppArmor', host: false, expected: 'Unconfined default' },
  { name: 'the container', own: UNCONFINED, shared: RUNTIME, expected: 'Unconfined container' },
  { name: 'the pod', shared: LOCAL, expected: 'Localhost/k8s-nginx pod' },
  {
    name: 'the annotation before the pod',
    annotation: 'unconfined',
    shared: RUNTIME,
    expected: 'Unconfined annotation',
  },
  {
    name: 'the container before the annotation',
    own: LOCAL,
    annotation: 'unconfined',
    expected: 'Localhost/k8s-nginx container',
  },
  { name: 'an annotation of no known form', annotation: 'strict', shared: LOCAL, expected: 'Localhost/k8s-nginx pod' },
  { name: 'annotation runtime/default', annotation: 'runtime/default', expected: 'RuntimeDefault annotation' },
  { name: 'annotation localhost', annotation: 'localhost/a/b', expected: 'Localhost/a/b annotation' },
  {
    name: 'fields before 1.30',
    version: '1.29',
    own: UNCONFINED,
    shared: UNCONFINED,
    expected: 'RuntimeDefault default',
  },
  {
    name: 'annotation before 1.30',
    version: '1.27',
    own: LOCAL,
    annotation: 'unconfined',
    expected: 'Unconfined annotation',
  },
  {
    name: 'fields of 1.30 turned off',
    version: '1.30',
    gates: 'AppArmorFields=false',
    own: LOCAL,
    annotation: 'unconfined',
    expected: 'Unconfined annotation',
  },
  {
    name: 'AppArmor turned off in 1.29',
    version: '1.29',
    gates: 'AppArmor=false',
    annotation: 'unconfined',
    expected: 'RuntimeDefault default',
  },
  { name: 'annotation in 1.36', version: '1.36', annotation: 'unconfined', expected: 'Unconfined annotation' },
  { name: 'privileged without profile', privileged: true, expected: 'Unconfined container' },
  { name: 'privileged with the default', privileged: true, own: RUNTIME, expected: 'Unconfined container' },
  { name: 'privileged with its own', privileged: true, own: LOCAL, expected: 'Localhost/k8s-nginx container' },
  { name: 'an unknown type', own: { type: 'Strict' }, expected: 'Unconfined container' },
];

describe('the AppArmor profile', () => {
  it.each(CASES)(
    '$name',
    ({ own, annotation, shared, version = '1.35', gates = '', privileged = false, host, expected }) => {
      const result = clusterProfile({ version, gates });
      if (!('profile' in result)) throw new Error(result.errors.join());
      const annotations = annotation === undefined ? {} : { [`${APP_ARMOR_ANNOTATION_PREFIX}c`]: annotation };
      const pod: Pod = {
        metadata: { annotations },
        spec: {
          ...(shared === undefined ? {} : { securityContext: { appArmorProfile: shared } }),
          containers: [{ name: 'c', ...(own === undefined ? {} : { securityContext: { appArmorProfile: own } }) }],
        },
      };
      const spec = podSpecOf(pod);
      const item = podContainers(spec)[0];
      if (item === undefined) throw new Error('the pod has a container');
      const requested = requestedAppArmor(item, spec, annotations, result.profile);
      const { profile, source } = effectiveAppArmor(
        requested,
        privileged,
        host === undefined ? undefined : { appArmor: host },
      );
      expect(`${profile} ${source}`).toBe(expected);
    },
  );
});
