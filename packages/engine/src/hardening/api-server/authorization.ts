/** Which authorizers the API server asks, by flags or by its file. */
import { modesOf } from '../../authorization/configuration/index.js';
import { type FlaggedComponent, flagText } from '../flagged-component.js';
import { itemsOf, type PlainMap, textOf, valueAt } from '../plain-value.js';
import { type Verdict, type Verdicts, verdict } from '../verdict.js';

export function authorizationMode({ flags }: FlaggedComponent): Verdicts {
  if (flags.has('authorization-config')) return undefined;
  const fields = flags.paths('authorization-mode');
  const given = flagText(flags, 'authorization-mode');
  const modes = modesOf({ authorizationMode: flags.list('authorization-mode') });
  return chainVerdict(modes, given, fields);
}

/** By an AuthorizationConfiguration. */
export function authorizationOfFile(file: PlainMap): Verdicts {
  const authorizers = itemsOf(file['authorizers']);
  const types = authorizers.map((authorizer) => textOf(valueAt(authorizer, 'type')));
  // What has no authorizers is refused.
  if (types.length === 0) return undefined;
  const chain = chainVerdict(types, 'the file', ['authorizers']);
  const verdicts: Verdict[] = chain === undefined ? [] : [chain];
  const rbac = types.indexOf('RBAC');
  for (const [index, authorizer] of authorizers.entries()) {
    const field = `authorizers[${index}].webhook.failurePolicy`;
    const policy = valueAt(authorizer, 'webhook', 'failurePolicy');
    const name = JSON.stringify(textOf(valueAt(authorizer, 'name')));
    if (types[index] !== 'Webhook' || index > rbac) continue;
    if (policy === 'NoOpinion') {
      const text = `webhook ${name} stands before RBAC with failurePolicy NoOpinion`;
      verdicts.push(verdict(`${text}: what it denies is allowed while it cannot be reached`, [field], 'medium'));
    } else if (policy === 'Deny' && itemsOf(valueAt(authorizer, 'webhook', 'matchConditions')).length === 0) {
      const text = `webhook ${name} stands before RBAC with failurePolicy Deny and no match conditions`;
      verdicts.push(verdict(`${text}: while it cannot be reached nothing works, not even its repair`, [field], 'low'));
    }
  }
  return verdicts;
}

function chainVerdict(modes: readonly string[], given: string, fields: readonly string[]): Verdict | undefined {
  if (modes.includes('AlwaysAllow')) {
    return verdict(`${given}: AlwaysAllow allows every request of every caller; use Node,RBAC`, fields, 'critical');
  }
  const missing = ['Node', 'RBAC'].filter((mode) => !modes.includes(mode));
  if (missing.includes('RBAC')) {
    return verdict(`${given} lacks ${missing.join(' and ')}: roles and bindings have no effect`, fields, 'high');
  }
  if (missing.length > 0) {
    const text = `${given} lacks Node: kubelets need rights on the whole cluster by other means`;
    return verdict(`${text}, and one node's credentials open the Secrets of all`, fields, 'high');
  }
  if (modes.indexOf('Node') > modes.indexOf('RBAC')) {
    return verdict(`${given} asks RBAC before Node: put Node first, which knows its answer faster`, fields, 'info');
  }
  return undefined;
}
