import { describe, expect, it } from 'vitest';
import { goJson } from './go-json.js';

describe('JSON', () => {
  it('escapes what HTML and JavaScript could misread, and replaces what is no text', () => {
    expect(goJson({ a: '<b>&\u2028', b: '\\ud800', c: '\ud800' })).toBe(
      '{"a":"\\u003cb\\u003e\\u0026\\u2028","b":"\\\\ud800","c":"\ufffd"}',
    );
  });
});
