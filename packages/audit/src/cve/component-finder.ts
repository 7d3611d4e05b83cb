/** All components of an input, one entry a name and version. */
import type { Container } from '@bulkhead/apimachinery/types/core-v1';
import { extractPod } from '@bulkhead/engine/pod-security';
import type { AuditObject } from '../audit-object.js';
import type { Component, ComponentContainer, Evidence } from './component.js';
import { componentOfImage } from './component-image.js';
import type { ComponentVersion } from './component-version.js';
import { containerFlags } from './container-flags.js';
import { isNode, nodeComponents, reportedVersion } from './node-components.js';

interface Growing {
  readonly name: string;
  readonly version: ComponentVersion | undefined;
  readonly versionText: string;
  readonly evidence: Evidence[];
  readonly containers: ComponentContainer[];
}

/** In the order in which the input names them. */
export function findComponents(objects: readonly AuditObject[]): readonly Component[] {
  const found = new Map<string, Growing>();
  const grow = (name: string, version: ComponentVersion | undefined, versionText: string): Growing => {
    const key = `${name}\n${versionText}`;
    let component = found.get(key);
    if (component === undefined) {
      component = { name, version, versionText, evidence: [], containers: [] };
      found.set(key, component);
    }
    return component;
  };
  for (const object of objects) {
    if (isNode(object)) {
      for (const reported of nodeComponents(object)) {
        const component = grow(reported.name, reportedVersion(reported), reported.version);
        component.evidence.push({ object, fieldPath: reported.fieldPath, text: reported.text });
      }
      continue;
    }
    for (const { container, ...running } of componentContainers(object)) {
      const { name, tag, version } = running.image;
      const component = grow(name, version, tag);
      component.evidence.push({ object, fieldPath: `${running.path}.image`, text: container.image ?? '' });
      component.containers.push({ ...running, container });
    }
  }
  return withoutGuessesOfKubelets([...found.values()]);
}

/** The kubelet only supposes that the node's kube-proxy has its own version: an image says it better. */
function withoutGuessesOfKubelets(components: readonly Growing[]): readonly Component[] {
  const hasImage = components.some(({ name, containers }) => name === 'kube-proxy' && containers.length > 0);
  return components.filter(({ name, containers }) => !hasImage || name !== 'kube-proxy' || containers.length > 0);
}

type ImageOf = NonNullable<ReturnType<typeof componentOfImage>>;

/** The containers of an object that run components. */
export function componentContainers(
  object: AuditObject,
): readonly (ComponentContainer & { readonly image: ImageOf })[] {
  const extracted = extractPod(object.object);
  if (extracted === undefined) return [];
  const { pod, path: prefix } = extracted;
  const found: (ComponentContainer & { readonly image: ImageOf })[] = [];
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, container] of (pod.spec?.[list] ?? []).entries()) {
      const image = imageOf(container);
      if (image === undefined) continue;
      const path = `${prefix === '' ? '' : `${prefix}.`}spec.${list}[${index}]`;
      found.push({ object, pod, container, path, image, ...containerFlags(container, path) });
    }
  }
  return found;
}

/** The component that a container runs; undefined for any other container. */
export const imageOf = ({ image, command }: Container): ImageOf | undefined =>
  image === undefined || image === '' ? undefined : componentOfImage(image, command?.[0]);
