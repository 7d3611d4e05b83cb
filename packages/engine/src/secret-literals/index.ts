export { type ArgumentSecret, argumentSecrets } from './argument-secrets.js';
export { type CredentialKind, type CredentialName, credentialNamed } from './credential-name.js';
export { knownCredential } from './known-format.js';
export { type LiteralSecret, literalSecret } from './literal-secret.js';
export { type TextSecret, textSecrets } from './text-secrets.js';
