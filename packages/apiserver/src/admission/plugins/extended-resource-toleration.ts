/**
 * ExtendedResourceToleration: a pod that asks for a device tolerates the taint of the nodes that have it.
 *
 * Source: plugin/pkg/admission/extendedresourcetoleration/admission.go.
 */
import type { Container, Pod, Toleration } from '@bulkhead/apimachinery/types/core-v1';
import type { AdmissionPlugin } from '../plugin.js';
import { isExtendedResource } from '../pod-resources.js';
import { isWriteOf } from '../request-match.js';

export function extendedResourceToleration(): AdmissionPlugin {
  return {
    name: 'ExtendedResourceToleration',
    handles: (attributes) => isWriteOf(attributes, ['CREATE', 'UPDATE'], '', 'pods'),
    admit({ object }) {
      if (object === undefined) return object;
      const { spec }: Pod = object;
      const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
      const names = [...new Set(containers.flatMap(extendedResources))].sort();
      const tolerations = spec?.tolerations ?? [];
      const missing = names.filter((name) => !tolerations.some((each) => tolerates(each, name)));
      if (missing.length === 0) return object;
      const added = missing.map((key): Toleration => ({ key, operator: 'Exists' }));
      return { ...object, spec: { ...spec, tolerations: [...tolerations, ...added] } };
    },
  };
}

const extendedResources = ({ resources }: Container): readonly string[] =>
  Object.keys(resources?.requests ?? {}).filter(isExtendedResource);

const tolerates = ({ key, operator, value = '', effect = '', tolerationSeconds }: Toleration, name: string): boolean =>
  key === name && operator === 'Exists' && value === '' && effect === '' && tolerationSeconds === undefined;
