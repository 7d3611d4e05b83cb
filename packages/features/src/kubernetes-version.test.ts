import { describe, expect, it } from 'vitest';
import { emulatedMinor, supportedMinor, unsupported } from './kubernetes-version.js';

const SUPPORTED = '1.27, 1.28, 1.29, 1.30, 1.31, 1.32, 1.33, 1.34, 1.35, 1.36';

describe('supportedMinor', () => {
  it.each([
    ['1.27', 27],
    ['v1.36.3', 36],
    ['1.26', `unsupported Kubernetes version "1.26": supported are ${SUPPORTED}`],
    ['1.37', unsupported('1.37')],
    ['', unsupported('')],
  ])('%s', (version, minor) => {
    expect(supportedMinor(version)).toBe(minor);
  });
});

describe('emulatedMinor', () => {
  it.each([
    ['1.35', 36, 35],
    ['1.33', 36, 33],
    ['1.36', 36, 36],
    ['1.27', 27, 27],
    ['1.32', 36, 'emulation version 1.32 is not between [1.33, 1.36.0]'],
    ['1.30', 33, 'emulation version 1.30 is not between [1.31, 1.33.0]'],
    ['1.36', 35, 'emulation version 1.36 is not between [1.32, 1.35.0]'],
    ['1.31', 32, 31],
    [
      '1.30',
      31,
      'emulation version needs to be equal to binary version(1.31) in compatibility-version alpha, got 1.30',
    ],
    ['1.29', 30, 'Kubernetes 1.30 cannot emulate another version'],
    ['x', 35, 'emulated version "x" is not a version: expected one like 1.35'],
  ])('%s on 1.%i', (version, binary, minor) => {
    expect(emulatedMinor(version, binary)).toBe(minor);
  });
});
