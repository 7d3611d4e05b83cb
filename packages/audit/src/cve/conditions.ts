/** Asks an input whether a condition of a vulnerability holds for a component. */
import {
  annotationCondition,
  csiTokenCondition,
  kindCondition,
  podUseCondition,
  rbacCondition,
  windowsCondition,
} from './cluster-conditions.js';
import type { Component } from './component.js';
import {
  admissionPluginCondition,
  configMapCondition,
  flagCondition,
  gateCondition,
  kubeletFieldCondition,
  logVerbosityCondition,
} from './component-settings.js';
import { answer, type ConditionAnswer } from './condition-answer.js';
import type { CveCheck } from './cve-check.js';
import type { CveFacts } from './cve-facts.js';

export function answerCondition(check: CveCheck, component: Component, facts: CveFacts): ConditionAnswer {
  switch (check.kind) {
    case 'component':
      return answer('yes', `${component.name} is there`);
    case 'client':
      return answer('yes', 'it is in the input');
    case 'manual':
      return answer(check.isUsual ? 'assumed' : 'unknown', 'the input does not show it');
    case 'windows-nodes':
      return windowsCondition(component, facts);
    case 'feature-gate':
      return gateCondition(check, component, facts);
    case 'pod-use':
      return podUseCondition(check, facts);
    case 'kind-in-use':
      return kindCondition(check, facts);
    case 'csi-token-requests':
      return csiTokenCondition(component, facts);
    case 'annotation':
      return annotationCondition(check, facts);
    case 'admission-plugin':
      return admissionPluginCondition(check, component);
    case 'kubelet-field':
      return kubeletFieldCondition(check, facts);
    case 'log-verbosity':
      return logVerbosityCondition(check, component);
    case 'rbac-allows':
      return rbacCondition(check, facts);
    case 'flag':
      return flagCondition(check, component);
    case 'config-map':
      return configMapCondition(check, component, facts);
  }
}
