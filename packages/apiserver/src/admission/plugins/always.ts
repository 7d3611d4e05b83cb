/**
 * AlwaysAdmit, which does nothing, and AlwaysDeny, which refuses every write.
 *
 * Source: plugin/pkg/admission/{admit,deny}.
 */
import { refusal } from '../admission-refusal.js';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.js';

export const alwaysAdmit = (): AdmissionPlugin => ({ name: 'AlwaysAdmit', handles: () => false });

export function alwaysDeny(): AdmissionPlugin {
  const deny = (attributes: AdmissionAttributes): never => {
    throw refusal(attributes, 'admission control is denying all modifications');
  };
  return { name: 'AlwaysDeny', handles: () => true, admit: deny, validate: deny };
}
