/** KEP-4412. */
import { itemsOf, textOf, valueAt } from '../../hardening/plain-value.js';
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';
import type { ClusterInput, InputObject } from '../cluster-input.js';
import { roleRules } from '../grants.js';

const VERB = 'request-serviceaccounts-token-audience';

/** From this minor on `cacheType` is required. */
const CACHE_TYPE_FROM = 34;

function isAudienceGranted(input: ClusterInput, audience: string): boolean {
  for (const { verbs, resources } of roleRules(input)) {
    if (!verbs.includes(VERB) && !verbs.includes('*')) continue;
    if (resources.includes(audience) || resources.includes('*')) return true;
  }
  return false;
}

function* providerBreaks(
  object: InputObject,
  provider: unknown,
  path: string,
  input: ClusterInput,
  minor: number,
  enabled: boolean,
): Iterable<FeatureBreak> {
  const audience = textOf(valueAt(provider, 'tokenAttributes', 'serviceAccountTokenAudience'));
  const at = (field: string) => ({ object, fieldPath: `${path}.${field}`, severity: 'error' as const });
  if (!enabled) {
    yield {
      ...at('tokenAttributes'),
      message:
        'the kubelet does not start: tokenAttributes is not supported when KubeletServiceAccountTokenForCredentialProviders feature gate is disabled',
      fix: 'turn the gate on before the file has the field',
    };
  }
  if (valueAt(provider, 'apiVersion') !== 'credentialprovider.kubelet.k8s.io/v1') {
    yield {
      ...at('apiVersion'),
      message:
        'the kubelet does not start: tokenAttributes is only supported for credentialprovider.kubelet.k8s.io/v1 API version',
      fix: 'apiVersion: credentialprovider.kubelet.k8s.io/v1, with a plugin that speaks it',
    };
  }
  if (minor >= CACHE_TYPE_FROM && textOf(valueAt(provider, 'tokenAttributes', 'cacheType')) === '') {
    yield {
      ...at('tokenAttributes.cacheType'),
      message:
        'the kubelet does not start: cacheType is required to be set when tokenAttributes is specified. Supported values are: ServiceAccount, Token',
      fix: 'cacheType: ServiceAccount, or Token where the plugin hands the token itself on',
    };
  }
  if (audience !== '' && !isAudienceGranted(input, audience)) {
    yield {
      ...at('tokenAttributes.serviceAccountTokenAudience'),
      severity: 'warning',
      message: `no role of the input lets nodes ask for tokens for ${audience}: the plugin is not called, and pulls go on without its credentials`,
      fix: `a ClusterRole with the verb ${VERB} on the resource ${audience}, bound to the group system:nodes`,
    };
  }
}

/** Pull secrets: credentials without an end, in every namespace that pulls. */
function pullSecrets(input: ClusterInput): AdoptionPlace[] {
  return input
    .ofKind('', 'Secret')
    .filter(({ object }) =>
      ['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg'].includes(textOf(valueAt(object, 'type'))),
    )
    .map((object) => ({
      object,
      fieldPath: 'type',
      message: 'a registry password that lies in the cluster; with a registry that takes tokens it would not have to',
    }));
}

export const credentialProviderTokens: SecurityFeature = {
  kep: 4412,
  name: 'tokens for credential providers',
  decide: (input, profile) => {
    const uses: FeatureUse[] = [];
    const couldUse: AdoptionPlace[] = [];
    const breaks: FeatureBreak[] = [];
    const enabled = profile.enabled('KubeletServiceAccountTokenForCredentialProviders');
    for (const object of input.ofKind('kubelet.config.k8s.io', 'CredentialProviderConfig')) {
      for (const [index, provider] of itemsOf(valueAt(object.object, 'providers')).entries()) {
        const path = `providers[${index}]`;
        const name = textOf(valueAt(provider, 'name'));
        if (valueAt(provider, 'tokenAttributes') === undefined) {
          const message = `provider ${name} pulls with the identity of the node, for every pod on it`;
          couldUse.push({ object, fieldPath: `${path}.tokenAttributes`, message });
          continue;
        }
        const message = `provider ${name} pulls with the token of the pod's service account`;
        uses.push({ object, fieldPath: `${path}.tokenAttributes`, effective: enabled, message });
        breaks.push(...providerBreaks(object, provider, path, input, profile.minor, enabled));
      }
    }
    return { uses, couldUse: [...couldUse, ...pullSecrets(input)], breaks };
  },
};
