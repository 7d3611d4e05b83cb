import { describe, expect, it } from 'vitest';
import type { Attributes, RequestObject } from './attributes.js';
import { decodeError, isNamespace, isPod, readObject } from './request-object.js';

const attributes: Attributes = {
  operation: 'CREATE',
  group: '',
  resource: 'pods',
  subresource: '',
  name: 'p',
  namespace: 'ns',
  user: {},
  object: { value: {} },
};
const messages = { object: 'no object', kind: 'no pod' };
const read = (object: RequestObject | undefined) => readObject(attributes, object, isPod, messages);

describe('readObject', () => {
  it.each([{}, { kind: 'Pod' }, { kind: 'Pod', spec: 1 }])('takes %j for a pod', (value) => {
    expect(read({ value })).toEqual({ value });
  });

  it.each<[RequestObject | undefined, string, string]>([
    [undefined, 'no object', 'no object: unexpected type <nil>'],
    [{ value: null }, 'no object', 'no object: unexpected type <nil>'],
    [{ value: 'x' }, 'no object', 'no object: unexpected type <nil>'],
    [{ error: 'e' }, 'no object', 'no object: e'],
    [{ value: { kind: 'Namespace' } }, 'no pod', 'no pod'],
  ])('refuses %j', (object, message, audit) => {
    expect(read(object)).toMatchObject({
      refusal: {
        allowed: false,
        status: { code: 400, message },
        auditAnnotations: { 'pod-security.kubernetes.io/error': audit },
      },
    });
  });

  it('tells kinds apart', () => {
    expect([{}, { kind: 'Namespace' }, { kind: 'Pod' }, null].map(isNamespace)).toEqual([true, true, false, false]);
    expect(decodeError({ value: {} })).toBeUndefined();
  });
});
