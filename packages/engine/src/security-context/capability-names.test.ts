import { describe, expect, it } from 'vitest';
import { defaultCapabilities } from './capabilities.js';
import {
  allCapabilityNames,
  capabilityMask,
  linuxCapabilities,
  linuxCapability,
  sortCapabilities,
} from './capability-names.js';

describe('the capabilities of Linux', () => {
  it('are 41, numbered from 0', () => {
    expect(linuxCapabilities().map(({ number }) => number)).toEqual(Array.from({ length: 41 }, (_, index) => index));
    expect(new Set(allCapabilityNames()).size).toBe(41);
  });

  it('are found by their name', () => {
    expect(linuxCapability('NET_BIND_SERVICE')).toMatchObject({ number: 10, risk: 'low', worksInUserNamespace: true });
    expect(linuxCapability('SYS_MODULE')).toMatchObject({ number: 16, risk: 'critical', worksInUserNamespace: false });
    expect(linuxCapability('CHECKPOINT_RESTORE')?.number).toBe(40);
    for (const name of ['CAP_CHOWN', 'chown', 'ALL', '', 'constructor', '__proto__']) {
      expect(linuxCapability(name)).toBeUndefined();
    }
  });

  it('make the mask of /proc/self/status', () => {
    expect(capabilityMask(defaultCapabilities())).toBe('00000000a80425fb');
    expect(capabilityMask(allCapabilityNames())).toBe('000001ffffffffff');
    expect(capabilityMask([])).toBe('0000000000000000');
    expect(capabilityMask(['NET_BIND_SERVICE', 'NOTHING'])).toBe('0000000000000400');
  });

  it('sort by number, unknown names last', () => {
    expect(sortCapabilities(['X', 'SYS_ADMIN', 'CHOWN', 'NET_RAW'])).toEqual(['CHOWN', 'NET_RAW', 'SYS_ADMIN', 'X']);
  });
});
