/**
 * Why a kubelet refuses its settings, as far as they are about what is checked here. What is wrong with its policy for
 * cached images is told where images are.
 *
 * Source: k8s.io/kubernetes/pkg/kubelet/apis/config/validation/validation.go.
 */
import type { Kubelet } from '../kubelet/kubelet.js';
import { type Verdict, verdict } from '../verdict.js';

const ROTATION = 'RotateKubeletServerCertificate';

export function kubeletErrors(kubelet: Kubelet): readonly Verdict[] {
  return kubelet.configuration === undefined ? [] : [...logErrors(kubelet), ...bootstrapErrors(kubelet)];
}

const refused = (kubelet: Kubelet, text: string, field: string): Verdict =>
  verdict(`invalid configuration: ${text}`, [kubelet.pathOf(field)]);

function logErrors(kubelet: Kubelet): readonly Verdict[] {
  const field = 'enableSystemLogQuery';
  if (kubelet.configuration?.[field] !== true) return [];
  if (!kubelet.gates.enabled('NodeLogQuery')) {
    return [refused(kubelet, 'NodeLogQuery feature gate is required for enableSystemLogQuery', field)];
  }
  if (kubelet.configuration['enableSystemLogHandler'] !== false) return [];
  return [refused(kubelet, 'enableSystemLogHandler is required for enableSystemLogQuery', field)];
}

function bootstrapErrors(kubelet: Kubelet): readonly Verdict[] {
  if (kubelet.configuration?.['serverTLSBootstrap'] !== true || kubelet.gates.enabled(ROTATION)) return [];
  return [refused(kubelet, `serverTLSBootstrap true requires feature gate ${ROTATION}`, 'serverTLSBootstrap')];
}
