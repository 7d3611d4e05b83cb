import { describe, expect, it } from 'vitest';
import { person, profileFor } from './profile.test-support.js';
import { attributesOf, requestInfoFromURL } from './request-info.js';

const profile = profileFor(35);

function summary(method: string, target: string, within = profile): string {
  const found = requestInfoFromURL(method, target, within);
  if (found.kind !== 'requestInfo') return found.kind === 'badURL' ? 'bad URL' : found.message;
  const { info } = found;
  if (!info.resourceRequest) return `${info.verb} ${info.path}`;
  const selectors = [info.fieldSelector, info.labelSelector].filter((selector) => selector !== '');
  const parts = [info.apiGroup, info.apiVersion, info.namespace, info.resource, info.subresource, info.name];
  return [`${info.verb} ${parts.join('|')}`, ...selectors].join(' ');
}

describe('requestInfoFromURL', () => {
  it.each([
    ['GET', '/api/v1/namespaces/a/pods', 'list |v1|a|pods||'],
    ['GET', '/api/v1/namespaces/a/pods?watch=1&fieldSelector=metadata.name%3Dx', 'watch |v1|a|pods||x metadata.name=x'],
    ['GET', '/api/v1/watch/namespaces/a/pods/x', 'watch |v1|a|pods||x'],
    ['GET', '/api/v1/watch/pods?fieldSelector=metadata.name%3Dx', 'watch |v1||pods||'],
    ['GET', '/api/v1/namespaces/a/pods/x?watch=true', 'get |v1|a|pods||x'],
    ['DELETE', '/api/v1/namespaces/a/pods', 'deletecollection |v1|a|pods||'],
    [
      'DELETE',
      '/api/v1/namespaces/a/pods?fieldSelector=metadata.name%3Dx',
      'deletecollection |v1|a|pods|| metadata.name=x',
    ],
    ['DELETE', '/api/v1/namespaces/a/pods/x', 'delete |v1|a|pods||x'],
    ['POST', '/api/v1/namespaces/a/pods/x/exec', 'create |v1|a|pods|exec|x'],
    ['GET', '/api/v1/namespaces/a/pods/x/exec', 'get |v1|a|pods|exec|x'],
    ['GET', '/api/v1/namespaces/a/services/https:web:443/proxy/admin', 'get |v1|a|services|proxy|https:web:443'],
    ['GET', '/api/v1/nodes/n1/proxy/pods', 'get |v1||nodes|proxy|n1'],
    ['PATCH', '/api/v1/namespaces/a/status', 'patch |v1|a|namespaces|status|a'],
    ['PUT', '/api/v1/namespaces/a/finalize', 'update |v1|a|namespaces|finalize|a'],
    ['GET', '/api/v1/namespaces/a', 'get |v1|a|namespaces||a'],
    ['GET', '/api/v1/namespaces', 'list |v1||namespaces||'],
    ['GET', '/api/v1/namespaces/a/status?watch=1', 'get |v1|a|namespaces|status|a'],
    ['GET', '/api/v1/proxy/namespaces/a/pods/x/y', 'proxy |v1|a|pods||x'],
    [
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      'create authorization.k8s.io|v1||selfsubjectaccessreviews||',
    ],
    ['HEAD', '/healthz', 'head /healthz'],
    ['HEAD', '/api/v1/namespaces/a/pods/x', 'get |v1|a|pods||x'],
    ['OPTIONS', '/api/v1/namespaces/a/pods/x', ' |v1|a|pods||x'],
    ['get', '/api/v1/namespaces/a/pods/x', ' |v1|a|pods||x'],
    ['GET', '/api', 'get /api'],
    ['GET', '/api/v1', 'get /api/v1'],
    ['GET', '/api/v1/', 'get /api/v1/'],
    ['GET', '/apis', 'get /apis'],
    ['GET', '/apis/apps', 'get /apis/apps'],
    ['GET', '/apis/apps/v1', 'get /apis/apps/v1'],
    ['GET', '/API/v1/pods', 'get /API/v1/pods'],
    ['GET', '/', 'get /'],
    ['GET', '*', 'get *'],
    [
      'GET',
      '/api/v1/watch',
      'failed to create RequestInfo: unable to determine kind and namespace from url, /api/v1/watch',
    ],
  ])('%s %s', (method, target, expected) => {
    expect(summary(method, target)).toBe(expected);
  });

  it.each([
    ['', 'list'],
    ['?watch=1', 'watch'],
    ['?watch=true', 'watch'],
    ['?watch=', 'watch'],
    ['?watch', 'watch'],
    ['?watch=yes', 'watch'],
    ['?watch=0', 'list'],
    ['?watch=False', 'list'],
    ['?watch=false&watch=true', 'list'],
    ['?Watch=true', 'list'],
    ['?watch=1&limit=abc', 'watch'],
    ['?watch=0&limit=abc', 'list'],
  ])('takes %s for a %s', (query, verb) => {
    expect(summary('GET', `/api/v1/pods${query}`)).toBe(`${verb} |v1||pods||`);
  });

  it.each([
    ['metadata.name=x', 'x'],
    ['metadata.name==x', 'x'],
    ['metadata.name=x,type=Opaque', 'x'],
    ['metadata.name=x,metadata.name=x', 'x'],
    ['metadata.name!=x', ''],
    ['metadata.name=..', ''],
    ['metadata.name=.', ''],
    ['metadata.name=a/b', ''],
    ['metadata.name=a%b', ''],
    ['spec.nodeName=x', ''],
    ['not a selector', ''],
    ['metadata.name=x&limit=abc', ''],
    ['metadata.name=x&labelSelector=a b', ''],
  ])('finds in the field selector %s the name "%s"', (selector, name) => {
    const [fields = '', ...others] = selector.split('&');
    const query = [`fieldSelector=${encodeURIComponent(fields)}`, ...others.map(encodeURI)].join('&');
    const found = requestInfoFromURL('GET', `/api/v1/namespaces/a/pods?${query}`, profile);
    expect(found).toMatchObject({ kind: 'requestInfo', info: { name } });
  });

  it('splits at an encoded slash, and keeps dots', () => {
    expect(summary('GET', '/api/v1/namespaces/a%2f..%2fb/pods')).toBe('get |v1|a|..|pods|b');
    expect(summary('GET', '/api/v1/namespaces/%2e%2e/pods')).toBe('list |v1|..|pods||');
    expect(summary('GET', '//api/v1//pods')).toBe('get |v1||||pods');
  });

  it.each(['', 'api/v1/pods', '/api/v1/pods/%zz', '/api/v1/pods/a\nb', '/api/v1/pods/a\u007f'])(
    'refuses %j',
    (target) => {
      expect(summary('GET', target)).toBe('bad URL');
    },
  );

  it('passes over scheme and host', () => {
    expect(summary('GET', 'https://other.example/api/v1/pods')).toBe('list |v1||pods||');
  });

  it('reads selectors from 1.32 on, where they are on by default', () => {
    const target = '/api/v1/pods?fieldSelector=a%3Db&labelSelector=c%3Dd';
    expect(summary('GET', target, profileFor(31))).toBe('list |v1||pods||');
    expect(summary('GET', target, profileFor(31, { AuthorizeWithSelectors: true }))).toBe('list |v1||pods|| a=b c=d');
    expect(summary('GET', target, profileFor(32))).toBe('list |v1||pods|| a=b c=d');
  });
});

describe('attributesOf', () => {
  const ask = (target: string) => {
    const found = requestInfoFromURL('GET', target, profile);
    if (found.kind !== 'requestInfo') throw new Error(found.kind);
    return attributesOf(person('ann'), found.info, profile);
  };

  it('carries the requirements of selectors', () => {
    expect(ask('/api/v1/pods?fieldSelector=spec.nodeName%3Dn1&labelSelector=a+in+(x,y)')).toMatchObject({
      fieldSelectorRequirements: [{ field: 'spec.nodeName', operator: '=', value: 'n1' }],
      labelSelectorRequirements: [{ key: 'a', operator: 'in', values: ['x', 'y'] }],
    });
  });

  it('drops a selector that it cannot read, which only asks for more', () => {
    const attributes = ask('/api/v1/pods?fieldSelector=a&labelSelector=a+b');
    expect(attributes.fieldSelectorRequirements).toBeUndefined();
    expect(attributes.labelSelectorRequirements).toBeUndefined();
    expect(attributes.fieldSelectorError).toBe("invalid selector: 'a'; can't understand 'a'");
    expect(attributes.labelSelectorError).toBe(
      "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
    );
  });
});
