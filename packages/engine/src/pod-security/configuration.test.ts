import { formatFieldError } from '@bulkhead/apimachinery';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_CONFIGURATION,
  defaultPolicyOf,
  type PodSecurityConfiguration,
  startupError,
  validateConfiguration,
} from './configuration.js';
import { PRIVILEGED_POLICY } from './level-version.js';

interface Change {
  readonly defaults?: Partial<PodSecurityConfiguration['defaults']>;
  readonly exemptions?: Partial<PodSecurityConfiguration['exemptions']>;
}

const configuration = ({ defaults, exemptions }: Change): PodSecurityConfiguration => ({
  defaults: { ...DEFAULT_CONFIGURATION.defaults, ...defaults },
  exemptions: { ...DEFAULT_CONFIGURATION.exemptions, ...exemptions },
});

const LEVEL = 'must be one of privileged, baseline, restricted';
const VERSION = 'must be "latest" or "v1.x"';
const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const cases: [string, Change, string[]][] = [
  ['the default', {}, []],
  [
    'good values',
    {
      defaults: { enforce: 'baseline', 'enforce-version': 'v1.99' },
      exemptions: { namespaces: ['kube-system'], runtimeClasses: ['a.b'], usernames: ['system:serviceaccount:a:b'] },
    },
    [],
  ],
  [
    'every default',
    {
      defaults: {
        enforce: 'x1',
        'enforce-version': 'x2',
        audit: 'x3',
        'audit-version': 'x4',
        warn: 'x5',
        'warn-version': 'x6',
      },
    },
    [
      `defaults.enforce: Invalid value: "x1": ${LEVEL}`,
      `defaults.enforce-version: Invalid value: "x2": ${VERSION}`,
      `defaults.warn: Invalid value: "x5": ${LEVEL}`,
      `defaults.warn-version: Invalid value: "x6": ${VERSION}`,
      `defaults.audit: Invalid value: "x3": ${LEVEL}`,
      `defaults.audit-version: Invalid value: "x4": ${VERSION}`,
    ],
  ],
  [
    'namespaces',
    { exemptions: { namespaces: ['A', 'a.b', 'x', 'x', '', 'a'.repeat(64), `${'b'.repeat(64)}_`] } },
    [
      `exemptions.namespaces[0]: Invalid value: "A": ${LABEL}`,
      'exemptions.namespaces[1]: Invalid value: "a.b": must not contain dots',
      'exemptions.namespaces[3]: Duplicate value: "x"',
      `exemptions.namespaces[4]: Invalid value: "": ${LABEL}`,
      `exemptions.namespaces[5]: Invalid value: "${'a'.repeat(64)}": must be no more than 63 characters`,
      `exemptions.namespaces[6]: Invalid value: "${'b'.repeat(64)}_": must be no more than 63 characters, ${LABEL}`,
    ],
  ],
  [
    'runtime classes',
    { exemptions: { runtimeClasses: ['A_', 'r', 'r', '', 'b'.repeat(254)] } },
    [
      `exemptions.runtimeClasses[0]: Invalid value: "A_": ${SUBDOMAIN}`,
      'exemptions.runtimeClasses[2]: Duplicate value: "r"',
      `exemptions.runtimeClasses[3]: Invalid value: "": ${SUBDOMAIN}`,
      `exemptions.runtimeClasses[4]: Invalid value: "${'b'.repeat(254)}": must be no more than 253 characters`,
    ],
  ],
  [
    'usernames',
    { exemptions: { usernames: ['', 'ann', '', 'ann'] } },
    [
      'exemptions.usernames[0]: Invalid value: "": username must not be empty',
      'exemptions.usernames[2]: Invalid value: "": username must not be empty',
      'exemptions.usernames[3]: Duplicate value: "ann"',
    ],
  ],
];

describe('validateConfiguration', () => {
  it.each(cases)('%s', (_, change, expected) => {
    const errors = validateConfiguration(configuration(change));
    expect(errors.map((error) => formatFieldError(error, 35))).toEqual(expected);
  });
});

describe('startupError', () => {
  it('is none for a good configuration', () => {
    expect(startupError(DEFAULT_CONFIGURATION, 35)).toBeUndefined();
  });

  it('names unreadable defaults before anything else, in another order', () => {
    const one = configuration({ defaults: { enforce: 'x' }, exemptions: { usernames: [''] } });
    expect(startupError(one, 35)).toBe(`PodSecurity configuration error: enforce: ${LEVEL}`);
    const several = configuration({ defaults: { warn: 'y', audit: 'z', 'audit-version': '1' } });
    expect(startupError(several, 35)).toBe(
      `PodSecurity configuration error: [audit: ${LEVEL}, audit-version: ${VERSION}, warn: ${LEVEL}]`,
    );
  });

  it('names bad exemptions', () => {
    expect(startupError(configuration({ exemptions: { usernames: [''] } }), 35)).toBe(
      'PodSecurity invalid: exemptions.usernames[0]: Invalid value: "": username must not be empty',
    );
    expect(startupError(configuration({ exemptions: { usernames: ['', 'a', 'a'] } }), 35)).toBe(
      'PodSecurity invalid: [exemptions.usernames[0]: Invalid value: "": username must not be empty, exemptions.usernames[2]: Duplicate value: "a"]',
    );
  });
});

describe('defaultPolicyOf', () => {
  it('is privileged by default', () => {
    expect(defaultPolicyOf(DEFAULT_CONFIGURATION)).toEqual(PRIVILEGED_POLICY);
  });

  it('fails closed on what cannot be read', () => {
    expect(defaultPolicyOf(configuration({ defaults: { enforce: 'x', 'enforce-version': '1.2' } })).enforce).toEqual({
      level: 'restricted',
      version: 'latest',
    });
  });
});
