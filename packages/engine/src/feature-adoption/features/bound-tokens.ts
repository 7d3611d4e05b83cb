/** KEP-4193, KEP-1205 and KEP-2799. */
import { itemsOf, textOf, valueAt } from '../../hardening/plain-value.js';
import { listOf, objectOf, textOf as podText } from '../../security-context/plain-values.js';
import { podSpecOf } from '../../security-context/pod-containers.js';
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';
import { type ClusterInput, type InputObject, type InputWorkload, namespaceOf } from '../cluster-input.js';

const TOKEN_TYPE = 'kubernetes.io/service-account-token';

/** From this minor on tokens that nobody used for a year are invalidated, then deleted. */
const CLEANED_UP_FROM = 29;

function projectedTokens({ source: object, pod, prefix }: InputWorkload): FeatureUse[] {
  return listOf(podSpecOf(pod).volumes).flatMap((volume, index) =>
    listOf(objectOf(objectOf(volume)?.projected)?.sources).flatMap((source, place) => {
      const token = objectOf(objectOf(source)?.serviceAccountToken);
      if (token === undefined) return [];
      const audience = podText(token.audience) ?? '';
      const fieldPath = `${prefix}spec.volumes[${index}].projected.sources[${place}].serviceAccountToken`;
      const message = audience === '' ? 'a bound token for the API server' : `a bound token for ${audience}`;
      return [{ object, fieldPath, effective: true, message }];
    }),
  );
}

/** Whether the service account lists the Secret: what controllers made before 1.24 is cleaned up, the rest is not. */
function isListed(input: ClusterInput, secret: InputObject): boolean {
  const account = textOf(valueAt(secret.object, 'metadata', 'annotations', 'kubernetes.io/service-account.name'));
  const owner = input.find('', 'ServiceAccount', namespaceOf(secret.identity), account);
  return itemsOf(valueAt(owner?.object, 'secrets')).some(
    (reference) => valueAt(reference, 'name') === secret.identity.name,
  );
}

export const boundTokens: SecurityFeature = {
  kep: 4193,
  name: 'bound tokens (jti, node)',
  decide: (input, profile) => {
    const uses = input.workloads.flatMap(projectedTokens);
    const couldUse: AdoptionPlace[] = [];
    const breaks: FeatureBreak[] = [];
    for (const object of input.ofKind('', 'Secret')) {
      if (valueAt(object.object, 'type') !== TOKEN_TYPE) continue;
      couldUse.push({ object, fieldPath: 'type', message: 'a token that never expires and is bound to nothing' });
      if (profile.minor < CLEANED_UP_FROM || !isListed(input, object)) continue;
      breaks.push({
        object,
        fieldPath: '',
        severity: 'warning',
        message: 'invalidated once nobody has used it for a year, and deleted a year later',
        fix: 'give its users a projected token or kubectl create token',
      });
    }
    return { uses, couldUse, breaks };
  },
};
