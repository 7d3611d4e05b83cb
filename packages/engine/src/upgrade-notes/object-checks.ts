/** The checks of notes that look at objects: annotations, Secrets, images, volumes, roles, configuration files. */

import type { ClusterInput } from '../feature-adoption/cluster-input.js';
import { roleRules } from '../feature-adoption/grants.js';
import { itemsOf, textOf, valueAt } from '../hardening/plain-value.js';
import { podImages } from '../image-pull/pod-images.js';
import { listOf } from '../security-context/plain-values.js';
import { podSpecOf } from '../security-context/pod-containers.js';
import type { Sighting, Sightings } from './sighting.js';

/** A check's own value in, the places out. */
export type Check = (wanted: unknown, input: ClusterInput) => Sightings;

/** `name/*` stands for every name that begins so. */
const matches = (pattern: string, text: string): boolean =>
  pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;

export const secretType: Check = (wanted, input) => {
  const secrets = input.ofKind('', 'Secret');
  if (secrets.length === 0) return undefined;
  return secrets
    .filter(({ object }) => valueAt(object, 'type') === wanted)
    .map((object): Sighting => ({ object, fieldPath: 'type' }));
};

export const imagePrefix: Check = (wanted, input) => {
  if (input.workloads.length === 0) return undefined;
  return input.workloads.flatMap(({ source: object, pod, prefix }) =>
    podImages(podSpecOf(pod))
      .filter(({ image }) => image.startsWith(textOf(wanted)))
      .map(({ fieldPath }): Sighting => ({ object, fieldPath: prefix + fieldPath })),
  );
};

export const podVolume: Check = (wanted, input) => {
  if (input.workloads.length === 0) return undefined;
  const source = textOf(wanted);
  return input.workloads.flatMap(({ source: object, pod, prefix }) =>
    listOf(podSpecOf(pod).volumes).flatMap((volume, index): Sighting[] =>
      valueAt(volume, source) === undefined ? [] : [{ object, fieldPath: `${prefix}spec.volumes[${index}].${source}` }],
    ),
  );
};

export const namespaceLabel: Check = (wanted, input) => {
  const namespaces = input.ofKind('', 'Namespace');
  if (namespaces.length === 0) return undefined;
  const label = textOf(wanted);
  return namespaces
    .filter(({ object }) => valueAt(object, 'metadata', 'labels', label) !== undefined)
    .map((object): Sighting => ({ object, fieldPath: `metadata.labels[${label}]` }));
};

export const csrSigner: Check = (wanted, input) => {
  const requests = input.ofKind('certificates.k8s.io', 'CertificateSigningRequest');
  if (requests.length === 0) return undefined;
  return requests
    .filter(({ object }) => valueAt(object, 'spec', 'signerName') === wanted)
    .map((object): Sighting => ({ object, fieldPath: 'spec.signerName' }));
};

/** A path outside of the API that a role names; resources and verbs are the rules' of `rbac` to judge. */
export const rbac: Check = (wanted, input) => {
  const path = valueAt(wanted, 'nonResourceURL');
  if (typeof path !== 'string') return undefined;
  const rules = [...roleRules(input)];
  if (rules.length === 0) return undefined;
  return rules
    .filter(({ nonResourceURLs }) => nonResourceURLs.some((url) => matches(url, path)))
    .map(({ source: object, fieldPath }): Sighting => ({ object, fieldPath }));
};

/** A configuration file of a component, by its kind. */
export const file: Check = (wanted, input) => {
  const files = input.objects.filter(({ identity }) => identity.kind === wanted);
  return files.length === 0 ? undefined : files.map((object): Sighting => ({ object, fieldPath: '' }));
};

/** `kms.apiVersion=v1`: what a kms provider without apiVersion is, too. */
export const encryptionProvider: Check = (_wanted, input) => {
  const files = input.ofKind('apiserver.config.k8s.io', 'EncryptionConfiguration');
  if (files.length === 0) return undefined;
  return files.flatMap((object) =>
    itemsOf(valueAt(object.object, 'resources')).flatMap((resource, index) =>
      itemsOf(valueAt(resource, 'providers')).flatMap((provider, place): Sighting[] => {
        const kms = valueAt(provider, 'kms');
        if (kms === undefined || (valueAt(kms, 'apiVersion') ?? 'v1') !== 'v1') return [];
        return [{ object, fieldPath: `resources[${index}].providers[${place}].kms` }];
      }),
    ),
  );
};
