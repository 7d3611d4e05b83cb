import { expect, it } from 'vitest';
import { isAsPublished } from './root-ca-config-map.js';

it('knows a changed authority', () => {
  const metadata = { annotations: { 'kubernetes.io/description': 'x' } };
  expect(isAsPublished({ metadata, data: { 'ca.crt': 'ca' } }, 'ca')).toBe(true);
  expect(isAsPublished({ metadata, data: { 'ca.crt': 'other' } }, 'ca')).toBe(false);
  expect(isAsPublished({ metadata, data: { 'ca.crt': 'ca', more: '' } }, 'ca')).toBe(false);
  expect(isAsPublished({ data: { 'ca.crt': 'ca' } }, 'ca')).toBe(false);
  expect(isAsPublished({ metadata }, 'ca')).toBe(false);
});
