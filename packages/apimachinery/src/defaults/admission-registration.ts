/**
 * Defaults of webhook configurations and validating admission policies.
 * Source: pkg/apis/admissionregistration/v1/defaults.go.
 */
import type {
  MatchResources,
  MutatingWebhook,
  MutatingWebhookConfiguration,
  NamedRuleWithOperations,
  RuleWithOperations,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from '../generated/types/admissionregistration-v1.js';
import { mapField, mapItems, mapStruct, pointerDefault, withChanges } from './changes.js';

const TIMEOUT_SECONDS = 10;
const HTTPS_PORT = 443;

export function defaultValidatingWebhooks(object: ValidatingWebhookConfiguration): ValidatingWebhookConfiguration {
  return withChanges(object, { webhooks: mapItems(object.webhooks, defaultWebhook) });
}

export function defaultMutatingWebhooks(object: MutatingWebhookConfiguration): MutatingWebhookConfiguration {
  return withChanges(object, {
    webhooks: mapItems<MutatingWebhook>(object.webhooks, (webhook) =>
      withChanges(defaultWebhook(webhook), {
        reinvocationPolicy: pointerDefault(webhook.reinvocationPolicy, 'Never'),
      }),
    ),
  });
}

function defaultWebhook<T extends ValidatingWebhook>(webhook: T): T {
  return withChanges<ValidatingWebhook>(webhook, {
    failurePolicy: pointerDefault(webhook.failurePolicy, 'Fail'),
    matchPolicy: pointerDefault(webhook.matchPolicy, 'Equivalent'),
    namespaceSelector: pointerDefault(webhook.namespaceSelector, {}),
    objectSelector: pointerDefault(webhook.objectSelector, {}),
    timeoutSeconds: pointerDefault(webhook.timeoutSeconds, TIMEOUT_SECONDS),
    rules: mapItems(webhook.rules, defaultRule),
    clientConfig: mapField(webhook.clientConfig, (config) =>
      withChanges(config, {
        service: mapField(config.service, (service) =>
          withChanges(service, { port: pointerDefault(service.port, HTTPS_PORT) }),
        ),
      }),
    ),
  }) as T;
}

const defaultRule = <T extends RuleWithOperations>(rule: T): T =>
  withChanges<RuleWithOperations>(rule, { scope: pointerDefault(rule.scope, '*') }) as T;

export function defaultValidatingAdmissionPolicy(object: ValidatingAdmissionPolicy): ValidatingAdmissionPolicy {
  return withChanges(object, {
    spec: mapStruct(object.spec, (spec) =>
      withChanges(spec, {
        failurePolicy: pointerDefault(spec.failurePolicy, 'Fail'),
        matchConstraints: mapField(spec.matchConstraints, defaultMatchResources),
      }),
    ),
  });
}

export function defaultValidatingAdmissionPolicyBinding(
  object: ValidatingAdmissionPolicyBinding,
): ValidatingAdmissionPolicyBinding {
  return withChanges(object, {
    spec: mapStruct(object.spec, (spec) =>
      withChanges(spec, { matchResources: mapField(spec.matchResources, defaultMatchResources) }),
    ),
  });
}

function defaultMatchResources(match: MatchResources): MatchResources {
  return withChanges(match, {
    matchPolicy: pointerDefault(match.matchPolicy, 'Equivalent'),
    namespaceSelector: pointerDefault(match.namespaceSelector, {}),
    objectSelector: pointerDefault(match.objectSelector, {}),
    resourceRules: mapItems<NamedRuleWithOperations>(match.resourceRules, defaultRule),
    excludeResourceRules: mapItems<NamedRuleWithOperations>(match.excludeResourceRules, defaultRule),
  });
}
