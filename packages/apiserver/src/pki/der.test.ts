import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DerError, encode, oid, readOID, readTime, readValues, sequence, TAG, time, unsignedInteger } from './der.js';
import { readCertificate } from './read-certificate.js';

const only = (bytes: Buffer) => readValues(bytes)[0];

describe('DER', () => {
  it.each(['2.5.4.3', '1.3.6.1.4.1.57683.2', '1.2.840.10045.4.3.2', '2.5.29.37.0', '0.9.2342'])(
    'reads %s back',
    (dotted) => {
      expect(readOID(only(oid(dotted)))).toBe(dotted);
    },
  );

  it.each([
    ['2049-12-31T23:59:59Z', TAG.utcTime],
    ['2050-01-01T00:00:00Z', TAG.generalizedTime],
    ['1970-01-01T00:00:00Z', TAG.utcTime],
  ])('writes %s as certificates do', (text, tag) => {
    const bytes = time(Date.parse(text));
    expect(bytes[0]).toBe(tag);
    expect(readTime(only(bytes))).toBe(Date.parse(text));
  });

  it('writes integers positive and as short as they go', () => {
    expect(unsignedInteger(Buffer.from([0, 0, 0x80])).toString('hex')).toBe('02020080');
    expect(unsignedInteger(Buffer.from([0])).toString('hex')).toBe('020100');
  });

  it.each(['30', '3003', '308001', '30810100', '3082000100', '1f0100', '30850000000001', '3084ffffffff'])(
    'refuses %s',
    (hex) => expect(() => readValues(Buffer.from(hex, 'hex'))).toThrow(DerError),
  );

  it('reads what it wrote, of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), (bytes) => {
        const value = only(sequence(encode(TAG.octetString, bytes)));
        expect(only(value?.content ?? Buffer.of())?.content.equals(bytes)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('answers any bytes with a value or an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => readCertificate(Buffer.from(bytes))).toThrow();
      }),
    );
  });
});
