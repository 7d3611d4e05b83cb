import type { Rule } from '../../rule.js';
import { apiServerAccessRules } from './api-server-access.js';
import { apiServerOperationRules } from './api-server-operation.js';
import { contradictionRules } from './contradictions.js';
import { controlPlaneRules } from './control-plane.js';
import { decoding } from './decoding.js';
import { etcdRules } from './etcd.js';
import { kubeProxyRules } from './kube-proxy.js';
import { kubeletRules } from './kubelet.js';
import { runtimeRules } from './runtime.js';

export const componentRules: readonly Rule[] = [
  ...apiServerAccessRules,
  ...apiServerOperationRules,
  ...controlPlaneRules,
  ...etcdRules,
  ...kubeletRules,
  ...kubeProxyRules,
  ...runtimeRules,
  ...contradictionRules,
  decoding,
];
