/**
 * How a client tried to say who it is, for the event of a request that failed to.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/authn_audit.go.
 */
import type { RequestContext } from '../http/request.js';

export function attemptedMethods({ request, query }: RequestContext): string {
  const authorization = request.headers.get('authorization')?.[0]?.trim() ?? '';
  const [scheme = '', ...rest] = authorization.split(' ');
  const methods: string[] = [];
  if (rest.length > 0 && scheme.toLowerCase() === 'basic') methods.push('basic');
  if (rest.length > 0 && scheme.toLowerCase() === 'bearer') methods.push('bearer');
  if ((query.get('access_token')?.[0]?.trim() ?? '') !== '') methods.push('access_token');
  if (request.clientCertificates.length > 0) methods.push('x509');
  return methods.length === 0
    ? 'Authentication failed, no credentials provided'
    : `Authentication failed, attempted: ${methods.join(', ')}`;
}
