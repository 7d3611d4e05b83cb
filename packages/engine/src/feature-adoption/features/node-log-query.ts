/** KEP-2258. */
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';
import type { InputKubelet } from '../cluster-input.js';
import { namesResource, roleRules } from '../grants.js';

/** One kubelet that has it set, and what stands against it. */
function addUse({ object, kubelet }: InputKubelet, path: string, uses: FeatureUse[], breaks: FeatureBreak[]): void {
  const enabled = kubelet.gates.enabled('NodeLogQuery');
  const answers = kubelet.effective('enableDebuggingHandlers')?.value !== false;
  const message = answers ? 'answers queries for logs of node services' : 'enableDebuggingHandlers: false answers none';
  uses.push({ object, fieldPath: path, effective: enabled && answers, message });
  if (!enabled) {
    breaks.push({
      object,
      fieldPath: path,
      severity: 'error',
      message: 'the kubelet does not start: NodeLogQuery feature gate is required for enableSystemLogQuery',
      fix: 'turn the gate NodeLogQuery on as well',
    });
  }
  if (kubelet.effective('enableSystemLogHandler')?.value === false) {
    breaks.push({
      object,
      fieldPath: kubelet.pathOf('enableSystemLogHandler'),
      severity: 'error',
      message: 'the kubelet does not start: enableSystemLogHandler is required for enableSystemLogQuery',
      fix: 'leave enableSystemLogHandler true',
    });
  }
}

export const nodeLogQuery: SecurityFeature = {
  kep: 2258,
  name: 'node log query',
  decide: (input) => {
    const uses: FeatureUse[] = [];
    const couldUse: AdoptionPlace[] = [];
    const breaks: FeatureBreak[] = [];
    for (const found of input.kubelets) {
      const setting = found.kubelet.boolean('enableSystemLogQuery');
      if (setting === undefined) continue;
      const { value, path: fieldPath } = setting;
      if (value) addUse(found, fieldPath, uses, breaks);
      else
        couldUse.push({ object: found.object, fieldPath, message: 'logs of node services are read on the node only' });
    }
    for (const rule of roleRules(input)) {
      // Nodes are in no namespace, so that a Role gives nothing.
      if (rule.source.identity.kind === 'Role') continue;
      const resource = ['nodes/log', 'nodes/proxy'].find((name) => namesResource(rule, '', name));
      if (resource === undefined || !['get', '*'].some((verb) => rule.verbs.includes(verb))) continue;
      const message = `may get ${resource}: reads every log of the nodes once it is on`;
      couldUse.push({ object: rule.source, fieldPath: rule.fieldPath, message });
    }
    return { uses, couldUse, breaks };
  },
};
