import { describe, expect, it } from 'vitest';
import { appArmorWarnings } from './app-armor-warnings.js';

const key = 'container.apparmor.security.beta.kubernetes.io/c';
const pod = (annotations: Record<string, string>, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', annotations },
  spec: { containers: [{ name: 'c' }], ...spec },
});
const runtimeDefault = { type: 'RuntimeDefault' };

describe('warnings of AppArmor annotations', () => {
  it.each([
    ['an annotation', pod({ [key]: 'runtime/default' }), 35, 1],
    ['an annotation of nobody', pod({ [`${key}x`]: 'runtime/default' }), 35, 0],
    [
      'the field too',
      pod(
        { [key]: 'runtime/default' },
        { containers: [{ name: 'c', securityContext: { appArmorProfile: runtimeDefault } }] },
      ),
      35,
      0,
    ],
    [
      'the same of the pod',
      pod({ [key]: 'runtime/default' }, { securityContext: { appArmorProfile: runtimeDefault } }),
      35,
      0,
    ],
    [
      'another of the pod',
      pod({ [key]: 'localhost/x' }, { securityContext: { appArmorProfile: runtimeDefault } }),
      35,
      1,
    ],
    ['no fields yet', pod({ [key]: 'runtime/default' }), 29, 0],
  ])('%s', (_, object, minor, count) => {
    expect(appArmorWarnings(object, minor)).toHaveLength(count);
  });
});
