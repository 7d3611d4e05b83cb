/** Source: pkg/registry/apps/daemonset/strategy.go. */
import { isDeepStrictEqual } from 'node:util';
import { TEMPLATE_GENERATION } from '../internal-form.js';
import type { KubeObject } from '../kube-object.js';
import type { KindStrategy } from '../strategy.js';

export const daemonSetStrategy: KindStrategy = {
  prepareForCreate: (object) => withGeneration(object, Math.max(1, generationOf(object))),
  prepareForUpdate(object, old, subresource) {
    const isChanged = subresource === '' && !isDeepStrictEqual(templateOf(object), templateOf(old));
    return withGeneration(object, generationOf(old) + Number(isChanged));
  },
};

const templateOf = (object: KubeObject): unknown =>
  ((object['spec'] ?? {}) as { readonly template?: unknown }).template;

const generationOf = ({ metadata }: KubeObject): number => Number(metadata.annotations?.[TEMPLATE_GENERATION] ?? 0);

function withGeneration(object: KubeObject, generation: number): KubeObject {
  const annotations = { ...object.metadata.annotations, [TEMPLATE_GENERATION]: String(generation) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
