/**
 * DefaultTolerationSeconds: pods stay for five minutes on a node that is not ready or cannot be reached, unless they say
 * otherwise.
 *
 * Source: plugin/pkg/admission/defaulttolerationseconds/admission.go.
 */
import type { Pod, Toleration } from '@bulkhead/apimachinery/types/core-v1';
import type { AdmissionDependencies } from '../dependencies.js';
import type { AdmissionPlugin } from '../plugin.js';
import { isWriteOf } from '../request-match.js';

const DEFAULT_SECONDS = 300;
const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';

export function defaultTolerationSeconds({
  notReadyTolerationSeconds = DEFAULT_SECONDS,
  unreachableTolerationSeconds = DEFAULT_SECONDS,
}: AdmissionDependencies): AdmissionPlugin {
  return {
    name: 'DefaultTolerationSeconds',
    handles: (attributes) => isWriteOf(attributes, ['CREATE', 'UPDATE'], '', 'pods'),
    admit({ object }) {
      if (object === undefined) return object;
      const { spec }: Pod = object;
      const tolerations = spec?.tolerations ?? [];
      const missing = [
        ...missingToleration(tolerations, NOT_READY, notReadyTolerationSeconds),
        ...missingToleration(tolerations, UNREACHABLE, unreachableTolerationSeconds),
      ];
      if (missing.length === 0) return object;
      return { ...object, spec: { ...spec, tolerations: [...tolerations, ...missing] } };
    },
  };
}

function missingToleration(tolerations: readonly Toleration[], taint: string, seconds: number): readonly Toleration[] {
  const isTolerated = tolerations.some(
    ({ key = '', effect = '' }) => (key === taint || key === '') && (effect === 'NoExecute' || effect === ''),
  );
  if (isTolerated) return [];
  return [{ key: taint, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds }];
}
