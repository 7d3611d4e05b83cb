/** KEP-4601. */
import { itemsOf, textOf, valueAt } from '../../hardening/plain-value.js';
import { listOf, objectOf, textOf as podText } from '../../security-context/plain-values.js';
import { podSpecOf } from '../../security-context/pod-containers.js';
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';
import type { ClusterInput, InputWorkload } from '../cluster-input.js';

const SELECTORS = /\b(?:fieldSelector|labelSelector)\b/;

/** Files of the kubelet's own credential. */
const KUBELET_CREDENTIAL = /^\/(?:etc\/kubernetes\/kubelet\.conf|var\/lib\/kubelet\/(?:kubeconfig|pki(?:\/.*)?))\/?$/;

/** Pods that get the credential of the kubelet by a hostPath of just that: they act as the node. */
function borrowedCredentials({ source: object, pod, prefix }: InputWorkload): FeatureBreak[] {
  return listOf(podSpecOf(pod).volumes).flatMap((volume, index) => {
    const path = podText(objectOf(objectOf(volume)?.hostPath)?.path);
    if (path === undefined || path.length > 200 || !KUBELET_CREDENTIAL.test(path)) return [];
    return [
      {
        object,
        fieldPath: `${prefix}spec.volumes[${index}].hostPath.path`,
        severity: 'warning' as const,
        message: `with the credential of the kubelet (${path}) it may read its own Node only, and list only the pods of its node`,
        fix: 'give it a service account of its own with the rights that it needs',
      },
    ];
  });
}

/** Webhook authorizers: they are sent selectors, which one that decodes strictly has to know. */
function* webhooks(input: ClusterInput): Iterable<AdoptionPlace> {
  const message = 'may decide by field and label selectors of the request';
  for (const { object, flags } of input.component('kube-apiserver')) {
    if (!flags.list('authorization-mode').includes('Webhook')) continue;
    yield { object, fieldPath: flags.paths('authorization-mode')[0] ?? '', message };
  }
  for (const object of input.ofKind('apiserver.config.k8s.io', 'AuthorizationConfiguration')) {
    for (const [index, authorizer] of itemsOf(valueAt(object.object, 'authorizers')).entries()) {
      if (valueAt(authorizer, 'type') !== 'Webhook') continue;
      yield { object, fieldPath: `authorizers[${index}]`, message };
    }
  }
}

function* selectorsInConditions(input: ClusterInput, effective: boolean): Iterable<FeatureUse> {
  for (const object of input.ofKind('apiserver.config.k8s.io', 'AuthorizationConfiguration')) {
    for (const [index, authorizer] of itemsOf(valueAt(object.object, 'authorizers')).entries()) {
      for (const [place, condition] of itemsOf(valueAt(authorizer, 'webhook', 'matchConditions')).entries()) {
        if (!SELECTORS.test(textOf(valueAt(condition, 'expression')))) continue;
        const fieldPath = `authorizers[${index}].webhook.matchConditions[${place}].expression`;
        yield { object, fieldPath, effective, message: 'a condition reads the selectors of the request' };
      }
    }
  }
  for (const kind of ['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy']) {
    for (const object of input.ofKind('admissionregistration.k8s.io', kind)) {
      for (const [index, validation] of itemsOf(valueAt(object.object, 'spec', 'validations')).entries()) {
        const expression = textOf(valueAt(validation, 'expression'));
        if (!expression.includes('authorizer') || !SELECTORS.test(expression)) continue;
        const fieldPath = `spec.validations[${index}].expression`;
        yield { object, fieldPath, effective, message: 'an expression asks the authorizer with selectors' };
      }
    }
  }
}

export const authorizeWithSelectors: SecurityFeature = {
  kep: 4601,
  name: 'selector authorization',
  decide: (input, profile) => {
    const strict = [...webhooks(input)];
    return {
      uses: [...selectorsInConditions(input, profile.enabled('AuthorizeWithSelectors'))],
      couldUse: strict,
      breaks: [
        ...input.workloads.flatMap(borrowedCredentials),
        ...strict.map(
          ({ object, fieldPath }): FeatureBreak => ({
            object,
            fieldPath,
            severity: 'warning',
            message: 'a webhook that decodes strictly refuses resourceAttributes.fieldSelector and labelSelector',
            fix: 'see to it that the webhook takes both fields',
          }),
        ),
      ],
    };
  },
};
