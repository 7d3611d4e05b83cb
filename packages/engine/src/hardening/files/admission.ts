/** What an AdmissionConfiguration tells the plugins. */
import { itemsOf, type PlainMap, textOf, valueAt } from '../plain-value.js';
import { type Verdict, verdict } from '../verdict.js';

/** Of the plugins that say in their configuration what happens while their backend is silent. */
export function admissionConfiguration(file: PlainMap): readonly Verdict[] {
  return itemsOf(file['plugins']).flatMap((plugin, index): Verdict[] => {
    const name = textOf(valueAt(plugin, 'name'));
    const path = `plugins[${index}].configuration`;
    if (name === 'ImagePolicyWebhook') {
      if (valueAt(plugin, 'configuration', 'imagePolicy', 'defaultAllow') !== true) return [];
      const text = 'ImagePolicyWebhook has defaultAllow: true: every image is let in while its webhook is down';
      return [verdict(text, [`${path}.imagePolicy.defaultAllow`])];
    }
    if (name === 'PodSecurity') return podSecurity(valueAt(plugin, 'configuration'), path);
    return [];
  });
}

function podSecurity(configuration: unknown, path: string): Verdict[] {
  const users = itemsOf(valueAt(configuration, 'exemptions', 'usernames')).map(textOf);
  const broad = users.filter((user) => user.startsWith('system:serviceaccount:kube-system:'));
  if (broad.length === 0) return [];
  const text = `PodSecurity exempts ${broad.join(', ')}: controllers of workloads among them make pods for everybody`;
  return [verdict(`${text}, so that no namespace's level holds`, [`${path}.exemptions.usernames`])];
}
