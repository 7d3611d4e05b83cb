/**
 * Bootstrap tokens: `<id>.<secret>` of a secret in kube-system, with which nodes join.
 *
 * Source: plugin/pkg/auth/authenticator/token/bootstrap, k8s.io/cluster-bootstrap/token.
 */
import { userInfo } from '@bulkhead/engine/authorization';
import type { KubeObject } from '../registry/kube-object.js';
import { type BoundObjects, deletedAt } from '../service-account-tokens/bound-objects.js';
import { secretData } from '../service-account-tokens/legacy-token-authenticator.js';
import { type TokenAuthenticator, UNKNOWN } from './authenticator.js';
import { equalSecrets } from './secret-comparison.js';
import { forApiServer } from './token-file.js';

const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;
const GROUP = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;
const DEFAULT_GROUP = 'system:bootstrappers';
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

export interface BootstrapTokenOptions {
  readonly objects: BoundObjects;
  readonly apiAudiences: readonly string[];
  readonly now?: () => number;
}

/** Whatever is wrong with a token, it is only unknown: who tries some learns nothing. */
export function bootstrapTokenAuthenticator(options: BootstrapTokenOptions): TokenAuthenticator {
  const { objects, apiAudiences, now = Date.now } = options;
  return {
    async authenticateToken(token, audiences) {
      const match = TOKEN.exec(token);
      if (match === null || token.includes('\n')) return UNKNOWN;
      const [, id = '', secret = ''] = match;
      const object = await objects.get('secrets', 'kube-system', `bootstrap-token-${id}`);
      if (object === undefined || !isUsable(object, id, secret, now())) return UNKNOWN;
      const groups = groupsOf(object);
      if (groups === undefined) return UNKNOWN;
      return forApiServer(userInfo({ name: `system:bootstrap:${id}`, groups }), audiences, apiAudiences) ?? UNKNOWN;
    },
  };
}

function isUsable(object: KubeObject, id: string, secret: string, now: number): boolean {
  if (deletedAt(object) !== undefined || object['type'] !== 'bootstrap.kubernetes.io/token') return false;
  if (!equalSecrets(secretData(object, 'token-secret'), secret)) return false;
  if (textOf(object, 'token-id') !== id) return false;
  const expiration = textOf(object, 'expiration');
  if (expiration !== '' && !(RFC3339.test(expiration) && Date.parse(expiration) > now)) return false;
  return textOf(object, 'usage-bootstrap-authentication') === 'true';
}

/** Sorted, each once; undefined when one of them is not for bootstrapping. */
function groupsOf(object: KubeObject): readonly string[] | undefined {
  const text = textOf(object, 'auth-extra-groups');
  const more = text === '' ? [] : text.split(',');
  if (!more.every((group) => GROUP.test(group) && !group.includes('\n'))) return undefined;
  return [...new Set([DEFAULT_GROUP, ...more])].sort();
}

const textOf = (object: KubeObject, key: string): string => secretData(object, key).toString('utf8');
