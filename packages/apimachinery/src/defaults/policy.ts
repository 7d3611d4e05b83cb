/**
 * Defaults of network policies, ingress classes, RBAC, endpoint slices, priority classes and autoscalers.
 * Source: pkg/apis/{networking,rbac,discovery,scheduling,autoscaling}/…/defaults.go.
 */
import type * as autoscalingV1 from '../generated/types/autoscaling-v1.js';
import type * as autoscalingV2 from '../generated/types/autoscaling-v2.js';
import type { EndpointSlice } from '../generated/types/discovery-v1.js';
import type { IngressClass, NetworkPolicy, NetworkPolicyPort } from '../generated/types/networking-v1.js';
import type { ClusterRoleBinding, RoleBinding, Subject } from '../generated/types/rbac-v1.js';
import type { PriorityClass } from '../generated/types/scheduling-v1.js';
import { mapField, mapItems, mapStruct, pointerDefault, textDefault, withChanges } from './changes.js';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

export function defaultNetworkPolicy(policy: NetworkPolicy): NetworkPolicy {
  return withChanges(policy, {
    spec: mapStruct(policy.spec, (spec) => {
      const hasEgress = Array.isArray(spec.egress) && spec.egress.length > 0;
      const isUnset = !Array.isArray(spec.policyTypes) || spec.policyTypes.length === 0;
      return withChanges(spec, {
        ingress: mapItems(spec.ingress, (rule) =>
          withChanges(rule, { ports: mapItems(rule.ports, defaultPolicyPort) }),
        ),
        egress: mapItems(spec.egress, (rule) => withChanges(rule, { ports: mapItems(rule.ports, defaultPolicyPort) })),
        policyTypes: isUnset ? ['Ingress', ...(hasEgress ? ['Egress'] : [])] : undefined,
      });
    }),
  });
}

const defaultPolicyPort = (port: NetworkPolicyPort): NetworkPolicyPort =>
  withChanges(port, { protocol: pointerDefault(port.protocol, 'TCP') });

export function defaultIngressClass(object: IngressClass): IngressClass {
  return withChanges(object, {
    spec: mapField(object.spec, (spec) =>
      withChanges(spec, {
        parameters: mapField(spec.parameters, (parameters) =>
          withChanges(parameters, { scope: pointerDefault(parameters.scope, 'Cluster') }),
        ),
      }),
    ),
  });
}

export function defaultBinding<T extends RoleBinding | ClusterRoleBinding>(binding: T): T {
  const changes: Pick<RoleBinding, 'roleRef' | 'subjects'> = {
    roleRef: mapStruct(binding.roleRef, (ref) => withChanges(ref, { apiGroup: textDefault(ref.apiGroup, RBAC_GROUP) })),
    subjects: mapItems(binding.subjects, defaultSubject),
  } as Pick<RoleBinding, 'roleRef' | 'subjects'>;
  return withChanges<RoleBinding>(binding, changes) as T;
}

function defaultSubject(subject: Subject): Subject {
  if (subject.kind !== 'User' && subject.kind !== 'Group') return subject;
  return withChanges(subject, { apiGroup: textDefault(subject.apiGroup, RBAC_GROUP) });
}

export function defaultEndpointSlice(slice: EndpointSlice): EndpointSlice {
  return withChanges(slice, {
    ports: mapItems(slice.ports, (port) =>
      withChanges(port, { name: pointerDefault(port.name, ''), protocol: pointerDefault(port.protocol, 'TCP') }),
    ),
  });
}

export function defaultPriorityClass(object: PriorityClass): PriorityClass {
  return withChanges(object, { preemptionPolicy: pointerDefault(object.preemptionPolicy, 'PreemptLowerPriority') });
}

export function defaultHorizontalPodAutoscalerV1(
  object: autoscalingV1.HorizontalPodAutoscaler,
): autoscalingV1.HorizontalPodAutoscaler {
  return withChanges(object, {
    spec: mapStruct(object.spec, (spec) => withChanges(spec, { minReplicas: pointerDefault(spec.minReplicas, 1) })),
  });
}

export function defaultHorizontalPodAutoscaler(
  object: autoscalingV2.HorizontalPodAutoscaler,
): autoscalingV2.HorizontalPodAutoscaler {
  return withChanges(object, {
    spec: mapStruct(object.spec, (spec) =>
      withChanges(spec, {
        minReplicas: pointerDefault(spec.minReplicas, 1),
        metrics: (spec.metrics?.length ?? 0) === 0 ? [CPU_METRIC] : undefined,
        behavior: mapField(spec.behavior, (behavior) =>
          withChanges(behavior, {
            scaleUp: { ...SCALE_UP, ...withoutAbsent(behavior.scaleUp) },
            scaleDown: { ...SCALE_DOWN, ...withoutAbsent(behavior.scaleDown) },
          }),
        ),
      }),
    ),
  });
}

const CPU_METRIC: autoscalingV2.MetricSpec = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
};
const SCALE_UP: autoscalingV2.HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const SCALE_DOWN: autoscalingV2.HPAScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

function withoutAbsent(rules: autoscalingV2.HPAScalingRules | undefined): autoscalingV2.HPAScalingRules {
  return Object.fromEntries(Object.entries(rules ?? {}).filter(([, value]) => value !== undefined && value !== null));
}
