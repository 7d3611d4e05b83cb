/**
 * PodSecurity: pods keep to the standard that their namespace enforces; templates of pods are warned about. The
 * decision is `engine/pod-security`.
 *
 * Source: plugin/pkg/admission/security/podsecurity/admission.go.
 */
import type { Namespace, Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { Status } from '@bulkhead/apimachinery/types/meta-v1';
import {
  type Attributes,
  DEFAULT_CONFIGURATION,
  type NamespaceLookup,
  podHolderOfResource,
  podSecurityAdmission,
  validate,
} from '@bulkhead/engine/pod-security';
import { addAuditAnnotation } from '../../audit/audit-annotation.js';
import { StatusError, type StatusReason } from '../../http/status-error.js';
import { type AdmissionDependencies, cachedOrLive } from '../dependencies.js';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.js';

/** For the pods of a namespace whose labels change. */
const EVALUATION_MILLISECONDS = 1000;

export function podSecurity(dependencies: AdmissionDependencies): AdmissionPlugin {
  const { caches, profile, podSecurity: configuration = DEFAULT_CONFIGURATION, onPodSecurityMetric } = dependencies;
  const admission = podSecurityAdmission(configuration, profile);
  return {
    name: 'PodSecurity',
    handles: ({ operation, resource, subresource }) => {
      if (operation !== 'CREATE' && operation !== 'UPDATE') return false;
      if (resource.group === '' && resource.resource === 'namespaces') return subresource === '';
      return podHolderOfResource(resource.group, resource.resource) !== undefined;
    },
    async validate(attributes) {
      const { context, resource } = attributes;
      const isNamespace = resource.group === '' && resource.resource === 'namespaces';
      const namespace = isNamespace ? { labels: undefined } : await namespaceLookup(dependencies, attributes.namespace);
      const deadline = performance.now() + EVALUATION_MILLISECONDS;
      const response = validate(admission, attributesOf(attributes), {
        namespace,
        existing: {
          listPods: (name) =>
            caches
              .cache('', 'pods')
              ?.list(name)
              .map(({ object }): Pod => object),
          isDeadlineExceeded: () => performance.now() > deadline,
        },
      });
      for (const warning of response.warnings) context.warnings.add(warning);
      for (const [key, value] of Object.entries(response.auditAnnotations)) addAuditAnnotation(context, key, value);
      if (onPodSecurityMetric !== undefined) for (const event of response.metrics) onPodSecurityMetric(event);
      if (!response.allowed) throw asError(response.status ?? {});
    },
  };
}

async function namespaceLookup(dependencies: AdmissionDependencies, name: string): Promise<NamespaceLookup> {
  try {
    const namespace: Namespace | undefined = await cachedOrLive(dependencies, '', 'namespaces', '', name);
    if (namespace === undefined) return { error: `namespaces "${name}" not found` };
    return { labels: namespace.metadata?.labels };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function attributesOf(attributes: AdmissionAttributes): Attributes {
  const { operation, resource, subresource, name, namespace, user, object, oldObject } = attributes;
  return {
    operation,
    group: resource.group,
    resource: resource.resource,
    subresource,
    name: name === '' ? (object?.metadata.name ?? '') : name,
    namespace,
    user: { username: user.name, groups: user.groups },
    object: { value: object },
    ...(oldObject === undefined ? {} : { oldObject: { value: oldObject } }),
  };
}

const REASONS: readonly StatusReason[] = ['Forbidden', 'Invalid', 'BadRequest', 'InternalError'];

function asError({ code = 403, reason, message = '', details }: Status): StatusError {
  const { name, group, kind, causes = [] } = details ?? {};
  return new StatusError({
    code,
    reason: REASONS.find((known) => known === reason) ?? 'Forbidden',
    message,
    details: {
      ...(name === undefined ? {} : { name }),
      ...(group === undefined ? {} : { group }),
      ...(kind === undefined ? {} : { kind }),
      causes: causes.map((cause) => ({ ...cause, message: cause.message ?? '' })),
    },
  });
}
