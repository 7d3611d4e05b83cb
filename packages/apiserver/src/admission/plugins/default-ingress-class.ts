/**
 * DefaultIngressClass: an ingress that names no class gets the default one.
 *
 * Source: plugin/pkg/admission/network/defaultingressclass/admission.go.
 */
import type { Ingress } from '@bulkhead/apimachinery/types/networking-v1';
import type { AdmissionDependencies } from '../dependencies.js';
import type { AdmissionPlugin } from '../plugin.js';
import { isCreateOf } from '../request-match.js';
import { defaultClassName } from './default-class.js';

const GROUP = 'networking.k8s.io';
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_ANNOTATIONS = ['ingressclass.kubernetes.io/is-default-class'];

export function defaultIngressClass({ caches }: AdmissionDependencies): AdmissionPlugin {
  return {
    name: 'DefaultIngressClass',
    handles: (attributes) => isCreateOf(attributes, GROUP, 'ingresses'),
    admit({ object }) {
      if (object === undefined) return object;
      const { spec, metadata }: Ingress = object;
      if (spec?.ingressClassName !== undefined || Object.hasOwn(metadata?.annotations ?? {}, CLASS_ANNOTATION)) {
        return object;
      }
      const ingressClassName = defaultClassName(caches, GROUP, 'ingressclasses', DEFAULT_ANNOTATIONS);
      return ingressClassName === undefined ? object : { ...object, spec: { ...spec, ingressClassName } };
    },
  };
}
