import { expect, it } from 'vitest';
import { artifactUri } from './artifact-uri.js';

it.each([
  ['a b/web.yaml', 'a%20b/web.yaml'],
  ['./a//b/../c.yaml', 'a/c.yaml'],
  ['<stdin>', '%3Cstdin%3E'],
  ['%2e%2e/x', '%252e%252e/x'],
  ['file://x', 'file%3A/x'],
  ['a#b?c.yaml', 'a%23b%3Fc.yaml'],
  ['\u00fc\ud800.yaml', '%C3%BC%EF%BF%BD.yaml'],
  ['/repo/deploy/a.yaml', 'deploy/a.yaml'],
  ['/repository/a.yaml', undefined],
  ['../../etc/passwd', undefined],
  ['a/../../x', undefined],
  ['/etc/passwd', undefined],
  ['C:\\windows\\x', undefined],
  ['..', undefined],
  ['', undefined],
])('%j is %j', (file, uri) => {
  expect(artifactUri(file, '/repo')).toBe(uri);
});
