/**
 * AlwaysPullImages: every image is pulled with the rights of its pod, so that nobody runs what another pulled. Containers
 * that are added later are included, which upstream leaves out.
 *
 * Source: plugin/pkg/admission/alwayspullimages/admission.go.
 */
import type { Pod, Volume } from '@bulkhead/apimachinery/types/core-v1';
import type { AdmissionPlugin } from '../plugin.js';
import { isWriteOf } from '../request-match.js';

export function alwaysPullImages(): AdmissionPlugin {
  return {
    name: 'AlwaysPullImages',
    handles: (attributes) =>
      isWriteOf(attributes, ['CREATE', 'UPDATE'], '', 'pods') ||
      isWriteOf(attributes, ['UPDATE'], '', 'pods', 'ephemeralcontainers'),
    admit({ object, oldObject, operation }) {
      if (object === undefined) return object;
      const pod: Pod = object;
      if (operation === 'UPDATE' && !hasNewImages(pod, oldObject)) return object;
      const { spec = {} } = pod;
      return {
        ...object,
        spec: {
          ...spec,
          ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(pulled) }),
          ...(spec.containers === undefined ? {} : { containers: spec.containers.map(pulled) }),
          ...(spec.ephemeralContainers === undefined
            ? {}
            : { ephemeralContainers: spec.ephemeralContainers.map(pulled) }),
          ...(spec.volumes === undefined ? {} : { volumes: spec.volumes.map(pulledVolume) }),
        },
      };
    },
  };
}

const pulled = <Container extends object>(container: Container) => ({ ...container, imagePullPolicy: 'Always' });

const pulledVolume = (volume: Volume): Volume =>
  volume.image === undefined ? volume : { ...volume, image: { ...volume.image, pullPolicy: 'Always' } };

function hasNewImages(pod: Pod, oldPod: Pod | undefined): boolean {
  const old = new Set(imagesOf(oldPod));
  return imagesOf(pod).some((image) => !old.has(image));
}

const imagesOf = (pod: Pod | undefined): readonly string[] =>
  [
    ...(pod?.spec?.initContainers ?? []),
    ...(pod?.spec?.containers ?? []),
    ...(pod?.spec?.ephemeralContainers ?? []),
  ].map(({ image = '' }) => image);
