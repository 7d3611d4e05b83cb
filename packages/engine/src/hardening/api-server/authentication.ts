/** Who may speak to the API server: anonymous callers, static tokens, certificates, front proxies, providers. */
import { type FlaggedComponent, flagText, namesText, type Surroundings } from '../flagged-component.js';
import { isMap, itemsOf, type PlainMap, textOf, valueAt } from '../plain-value.js';
import { type Verdict, type Verdicts, verdict } from '../verdict.js';

/** Paths that probes and load balancers need. */
const HEALTH_PATHS: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz']);

const grantsText = ({ anonymousBindings }: Surroundings): string =>
  anonymousBindings.length === 0 ? '' : `, and ${namesText(anonymousBindings)} gives them rights`;

/** By the flag; a file that says something of anonymous callers is judged itself. */
export function anonymousAuth({ flags }: FlaggedComponent, input: Surroundings): Verdicts {
  const flag = flags.boolean('anonymous-auth');
  if (flag === false) return undefined;
  const fields = flags.paths('anonymous-auth');
  const grants = grantsText(input);
  const severity = grants === '' ? 'medium' : 'high';
  const text = `${flagText(flags, 'anonymous-auth')}: whoever reaches the API server may ask as system:anonymous`;
  if (flags.has('authentication-config') && flag === undefined) {
    if (input.authenticationFiles.some((file) => isMap(file['anonymous']))) return undefined;
    if (input.authenticationFiles.length === 0) {
      return verdict(`${text}, unless the file of --authentication-config says otherwise${grants}`, fields, 'low');
    }
  }
  return verdict(`${text}${grants}; allow the health endpoints alone, or nothing`, fields, severity);
}

/** By the stanza `anonymous` of an AuthenticationConfiguration. */
export function anonymousOfFile(file: PlainMap, input: Surroundings): Verdicts {
  const anonymous = file['anonymous'];
  if (!isMap(anonymous) || anonymous['enabled'] !== true) return undefined;
  const grants = grantsText(input);
  const severity = grants === '' ? 'medium' : 'high';
  const paths = itemsOf(anonymous['conditions']).map((condition) => textOf(valueAt(condition, 'path')));
  if (paths.length === 0) {
    const text = 'anonymous.enabled is true without conditions: whoever reaches the API server may ask for any path';
    return verdict(`${text}${grants}; allow the health endpoints alone`, ['anonymous.conditions'], severity);
  }
  const others = paths.flatMap((path, index) => (HEALTH_PATHS.has(path) ? [] : [{ path, index }]));
  if (others.length === 0) return undefined;
  return verdict(
    `anonymous callers may ask for ${namesText(others.map(({ path }) => path))}, which is no health endpoint${grants}`,
    others.map(({ index }) => `anonymous.conditions[${index}].path`),
    'low',
  );
}

export function tokenAuthFile({ flags }: FlaggedComponent): Verdicts {
  if (!flags.has('token-auth-file')) return undefined;
  const text = `${flagText(flags, 'token-auth-file')}: tokens in a file do not expire and go only with a restart`;
  return verdict(`${text}; use certificates, OIDC or service accounts`, flags.paths('token-auth-file'));
}

export function clientCa({ flags }: FlaggedComponent): Verdicts {
  if (flags.has('client-ca-file')) return undefined;
  const text = '--client-ca-file is not set: no client certificate is accepted';
  return verdict(`${text}, so that components and administrators need weaker credentials`, [flags.missing]);
}

/** Whoever has a certificate of this authority is believed whom it speaks for. */
export function frontProxy({ flags }: FlaggedComponent): Verdicts {
  const authority = flags.text('requestheader-client-ca-file');
  if (authority === undefined) return undefined;
  const isShared = authority === flags.text('client-ca-file');
  const hasNames = flags.list('requestheader-allowed-names').length > 0;
  if (hasNames && !isShared) return undefined;
  const fields = [...flags.paths('requestheader-allowed-names'), ...flags.paths('requestheader-client-ca-file')];
  if (isShared && !hasNames) {
    const text =
      '--requestheader-client-ca-file is the authority of client certificates, and --requestheader-allowed-names is empty';
    return verdict(`${text}: every client certificate may act as any user by headers`, fields, 'critical');
  }
  if (isShared) {
    const text = '--requestheader-client-ca-file is the authority of client certificates as well';
    return verdict(`${text}: whoever gets a certificate of an allowed name may act as any user`, fields, 'medium');
  }
  const text = '--requestheader-allowed-names is empty';
  return verdict(`${text}: every certificate of that authority may act as any user by headers`, fields, 'medium');
}

export function bootstrapTokens({ flags }: FlaggedComponent): Verdicts {
  if (flags.boolean('enable-bootstrap-token-auth') !== true) return undefined;
  const text = '--enable-bootstrap-token-auth=true: a leaked bootstrap token lets a stranger join a node';
  return verdict(`${text}; turn it off when no nodes join`, flags.paths('enable-bootstrap-token-auth'));
}

export function tokenWebhookVersion({ flags }: FlaggedComponent): Verdicts {
  if (!flags.has('authentication-token-webhook-config-file')) return undefined;
  if (flags.text('authentication-token-webhook-version') === 'v1') return undefined;
  const text = `${flagText(flags, 'authentication-token-webhook-version')}: the webhook is asked in v1beta1`;
  return verdict(`${text}, which is deprecated; use v1`, flags.paths('authentication-token-webhook-version'));
}

/** Names that an identity provider may make up as it likes, `system:masters` among them. */
export function oidcNames({ flags }: FlaggedComponent): Verdicts {
  if (!flags.has('oidc-issuer-url')) return undefined;
  const verdicts: Verdict[] = [];
  if (flags.text('oidc-username-prefix') === '-' && flags.text('oidc-username-claim') !== 'email') {
    const text = '--oidc-username-prefix=- takes user names as the provider says them';
    verdicts.push(
      verdict(`${text}: one named system:admin or system:node:x is that user`, flags.paths('oidc-username-prefix')),
    );
  }
  if (flags.has('oidc-groups-claim') && (flags.text('oidc-groups-prefix') ?? '') === '') {
    const text = `${flagText(flags, 'oidc-groups-prefix')}: groups are taken as the provider says them`;
    verdicts.push(
      verdict(`${text}, system:masters among them`, flags.paths('oidc-groups-prefix', 'oidc-groups-claim')),
    );
  }
  return verdicts;
}
