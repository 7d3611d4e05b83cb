import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { FlagSet } from '../command-line/flag-set.js';
import { Kubelet } from './kubelet.js';

const profile = defaultProfile(35);
const flagSet = (flags: Readonly<Record<string, string>>): FlagSet =>
  new FlagSet(
    Object.entries(flags).map(([name, value]) => ({ name, value, path: `args.${name}` })),
    'args',
  );

describe('a setting', () => {
  it('has the default of the file where there is one', () => {
    const kubelet = new Kubelet({ profile, configuration: {}, kind: 'file' });
    expect(kubelet.effective('authentication.anonymous.enabled')).toEqual({
      value: false,
      from: 'default',
      path: 'authentication.anonymous.enabled',
      name: 'authentication.anonymous.enabled',
    });
    expect(kubelet.effective('authorization.mode')?.value).toBe('Webhook');
    expect(kubelet.effective('readOnlyPort')?.value).toBe(0);
  });

  it('has the old default without a file', () => {
    const kubelet = new Kubelet({ profile, flags: flagSet({}), kind: 'flags' });
    expect(kubelet.effective('authentication.anonymous.enabled')).toMatchObject({ value: true, path: 'args' });
    expect(kubelet.effective('authentication.webhook.enabled')?.value).toBe(false);
    expect(kubelet.effective('authorization.mode')?.value).toBe('AlwaysAllow');
    expect(kubelet.effective('readOnlyPort')?.value).toBe(10255);
  });

  it('of flags counts before the file, and is judged where it stands', () => {
    const flags = flagSet({ config: '/x', 'anonymous-auth': 'true' });
    const file = new Kubelet({ profile, configuration: {}, flags, kind: 'file' });
    expect(file.effective('authentication.anonymous.enabled')).toMatchObject({ value: true, from: 'flag' });
    expect(file.judged('authentication.anonymous.enabled')).toBeUndefined();
    const command = new Kubelet({ profile, flags, kind: 'flags' });
    expect(command.judged('authentication.anonymous.enabled')).toMatchObject({
      value: true,
      path: 'args.anonymous-auth',
    });
    // The file decides what the flags do not.
    expect(command.judged('readOnlyPort')).toBeUndefined();
  });

  it('of a wrong type is none', () => {
    const configuration = { readOnlyPort: '10255', authentication: 'x', tlsMinVersion: 1.2 };
    const kubelet = new Kubelet({ profile, configuration, kind: 'file' });
    expect(kubelet.effective('readOnlyPort')?.value).toBe(0);
    expect(kubelet.effective('authentication.anonymous.enabled')?.value).toBe(false);
  });

  it('changes with the version', () => {
    const of = (minor: number) =>
      new Kubelet({ profile: defaultProfile(minor), configuration: {}, kind: 'file' }).effective('failCgroupV1')?.value;
    expect([of(34), of(35)]).toEqual([false, true]);
  });
});
