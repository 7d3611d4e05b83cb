/** Source: pkg/registry/core/namespace/strategy.go. */
import type { KubeObject } from '../kube-object.js';
import type { KindStrategy } from '../strategy.js';

/** Its own name, as a label for selectors. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

export const namespaceStrategy: KindStrategy = {
  prepareForCreate: (object) => withNameLabel({ ...object, status: { phase: 'Active' } }),
  prepareForUpdate(object, old, subresource) {
    if (subresource === 'finalize') return { ...object, status: old['status'] };
    // Finalizers of the spec are taken away at the endpoint for that.
    const { finalizers: _, ...spec } = specOf(object);
    return withNameLabel({ ...object, spec: { ...spec, ...finalizersOf(old) } });
  },
};

function withNameLabel(object: KubeObject): KubeObject {
  const { name = '', labels } = object.metadata;
  if (name === '' || labels?.[NAME_LABEL] === name) return object;
  return { ...object, metadata: { ...object.metadata, labels: { ...labels, [NAME_LABEL]: name } } };
}

interface NamespaceSpec {
  readonly finalizers?: readonly string[];
}

const specOf = (object: KubeObject): NamespaceSpec => object['spec'] ?? {};

function finalizersOf(object: KubeObject): NamespaceSpec {
  const { finalizers } = specOf(object);
  return finalizers === undefined ? {} : { finalizers };
}
