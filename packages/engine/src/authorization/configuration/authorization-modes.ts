/**
 * The flags of kube-apiserver that make the chain of authorizers, and what is wrong with them.
 *
 * Source: pkg/kubeapiserver/options/authorization.go, pkg/kubeapiserver/authorizer/modes.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import { goQuote, goQuoteList } from '../go-syntax.js';

export const AUTHORIZATION_MODES = ['AlwaysAllow', 'AlwaysDeny', 'ABAC', 'Webhook', 'RBAC', 'Node'] as const;
export type AuthorizationMode = (typeof AUTHORIZATION_MODES)[number];

export const isAuthorizationMode = (mode: string): mode is AuthorizationMode =>
  (AUTHORIZATION_MODES as readonly string[]).includes(mode);

/** Values of the flags; undefined for a flag that is not set. */
export interface AuthorizationFlags {
  readonly authorizationMode?: readonly string[];
  readonly authorizationPolicyFile?: string;
  readonly authorizationWebhookConfigFile?: string;
  readonly authorizationWebhookVersion?: string;
  readonly authorizationWebhookCacheAuthorizedTTL?: string;
  readonly authorizationWebhookCacheUnauthorizedTTL?: string;
  readonly authorizationConfig?: string;
}

/** The modes in effect without a configuration file. */
export function modesOf({ authorizationMode = [] }: AuthorizationFlags): readonly string[] {
  return authorizationMode.length === 0 ? ['AlwaysAllow'] : authorizationMode;
}

const CONFIG_FLAG = 'authorization-config';
const GATE = 'StructuredAuthorizationConfiguration';

/** What is wrong with the flags; the content of the files is not looked at. */
export function validateAuthorizationFlags(flags: AuthorizationFlags, profile: VersionProfile): readonly string[] {
  if ((flags.authorizationConfig ?? '') !== '') return configurationFlagErrors(flags, profile);
  const { authorizationPolicyFile: policyFile = '', authorizationWebhookConfigFile: webhookFile = '' } = flags;
  const modes = modesOf(flags);
  const errors: string[] = [];
  for (const mode of modes) {
    if (!isAuthorizationMode(mode)) errors.push(`authorization-mode ${goQuote(mode)} is not a valid mode`);
    if (mode === 'ABAC' && policyFile === '') {
      errors.push("authorization-mode ABAC's authorization policy file not passed");
    }
    if (mode === 'Webhook' && webhookFile === '') {
      errors.push("authorization-mode Webhook's authorization config file not passed");
    }
  }
  if (policyFile !== '' && !modes.includes('ABAC')) {
    errors.push('cannot specify --authorization-policy-file without mode ABAC');
  }
  if (webhookFile !== '' && !modes.includes('Webhook')) {
    errors.push('cannot specify --authorization-webhook-config-file without mode Webhook');
  }
  if (new Set(modes).size !== modes.length) {
    errors.push(`authorization-mode ${goQuoteList(modes)} has mode specified more than once`);
  }
  return errors;
}

function configurationFlagErrors(flags: AuthorizationFlags, profile: VersionProfile): readonly string[] {
  // In 1.36 the gate is gone, and the file is always read.
  if (profile.minor < 36 && !profile.enabled(GATE)) {
    return [`--${CONFIG_FLAG} cannot be used without enabling ${GATE} feature flag`];
  }
  const legacy = [
    flags.authorizationMode,
    flags.authorizationWebhookConfigFile,
    flags.authorizationWebhookVersion,
    flags.authorizationWebhookCacheAuthorizedTTL,
    flags.authorizationWebhookCacheUnauthorizedTTL,
  ];
  if (legacy.every((value) => value === undefined)) return [];
  const others = '--authorization-mode or --authorization-webhook-* flags';
  return [`--${CONFIG_FLAG} can not be specified when ${others} are defined`];
}
