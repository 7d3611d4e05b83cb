/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import type { RuleCase } from '../rule-case.js';
import { API_SERVER_ACCESS_CASES } from './api-server-access-cases.js';
import { API_SERVER_OPERATION_CASES } from './api-server-operation-cases.js';
import { CONTRADICTION_CASES } from './contradictions-cases.js';
import { CONTROL_PLANE_CASES } from './control-plane-cases.js';
import { ETCD_CASES } from './etcd-cases.js';
import { KUBE_PROXY_CASES } from './kube-proxy-cases.js';
import { KUBELET_CASES } from './kubelet-cases.js';
import { RUNTIME_CASES } from './runtime-cases.js';

export const COMPONENT_CASES: Readonly<Record<string, RuleCase>> = {
  ...API_SERVER_ACCESS_CASES,
  ...API_SERVER_OPERATION_CASES,
  ...CONTROL_PLANE_CASES,
  ...ETCD_CASES,
  ...KUBELET_CASES,
  ...KUBE_PROXY_CASES,
  ...RUNTIME_CASES,
  ...CONTRADICTION_CASES,
};
