/** KEP-4633. */
import { itemsOf, textOf, valueAt } from '../../hardening/plain-value.js';
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';
import type { ClusterInput } from '../cluster-input.js';
import { bindingSubjects } from '../grants.js';

const ANONYMOUS: ReadonlySet<string> = new Set(['system:anonymous', 'system:unauthenticated']);

/** What binds to everybody by default, and is about the paths that stay open. */
const STAYS: ReadonlySet<string> = new Set(['system:public-info-viewer']);

/** Bindings whose anonymous subjects reach nothing any more once conditions name the health checks only. */
function* lostBindings(input: ClusterInput): Iterable<FeatureBreak> {
  for (const { source: object, fieldPath, name, role } of bindingSubjects(input)) {
    if (!ANONYMOUS.has(name) || STAYS.has(role)) continue;
    const join = role === 'kubeadm:bootstrap-signer-clusterinfo' ? ': kubeadm join finds no cluster-info' : '';
    yield {
      object,
      fieldPath,
      severity: 'error',
      message: `${name} cannot use role ${role} any more: 401 on every path that no condition names${join}`,
      fix: 'name the path in the conditions, or give the callers an identity and take the binding away',
    };
  }
}

export const anonymousEndpoints: SecurityFeature = {
  kep: 4633,
  name: 'anonymous endpoints',
  decide: (input, profile) => {
    const uses: FeatureUse[] = [];
    const couldUse: AdoptionPlace[] = [];
    const breaks: FeatureBreak[] = [];
    const effective = profile.enabled('AnonymousAuthConfigurableEndpoints');
    for (const object of input.ofKind('apiserver.config.k8s.io', 'AuthenticationConfiguration')) {
      const anonymous = valueAt(object.object, 'anonymous');
      const conditions = itemsOf(valueAt(anonymous, 'conditions'));
      if (anonymous === undefined || (valueAt(anonymous, 'enabled') === true && conditions.length === 0)) {
        couldUse.push({
          object,
          fieldPath: 'anonymous.conditions',
          message: 'anonymous requests are taken on every path',
        });
        continue;
      }
      const paths = conditions.map((condition) => textOf(valueAt(condition, 'path'))).join(' ');
      const message = paths === '' ? 'anonymous requests are refused' : `anonymous requests only for ${paths}`;
      uses.push({ object, fieldPath: 'anonymous', effective, message });
      for (const server of input.component('kube-apiserver')) {
        if (!server.flags.has('anonymous-auth')) continue;
        breaks.push({
          object: server.object,
          fieldPath: server.flags.paths('anonymous-auth')[0] ?? '',
          severity: 'error',
          message:
            'kube-apiserver does not start: --anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file',
          fix: 'take the flag away',
        });
      }
    }
    for (const { object, flags } of input.component('kube-apiserver')) {
      if (flags.has('authentication-config') || flags.boolean('anonymous-auth') === false) continue;
      const fieldPath = flags.paths('authentication-config', 'anonymous-auth')[0] ?? '';
      couldUse.push({ object, fieldPath, message: 'anonymous requests are taken on every path' });
    }
    breaks.push(...lostBindings(input));
    return { uses, couldUse, breaks };
  },
};
