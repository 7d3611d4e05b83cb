/** Every fix that a rule offers, tried on the rule's own failing case. */
import { DEFAULT_CONFIGURATION } from '@bulkhead/engine/pod-security';
import { defaultProfile } from '@bulkhead/features';
import { readManifest } from '@bulkhead/manifest';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../finding.js';
import { isAtLeast } from '../finding.js';
import { CASES } from '../rules/every-case.js';
import { rules } from '../rules/registry.js';
import type { RuleCase } from '../rules/rule-case.js';
import { type FixOptions, type FixResult, fixObjects } from './fix-objects.js';

const FILE = 'a.yaml';

function fixed(text: string, options: Partial<FixOptions> = {}): FixResult {
  const { documents } = readManifest(text);
  return fixObjects([{ name: FILE, documents }], {
    rules,
    severity: 'info',
    severities: {},
    ignore: [],
    baseline: new Set(),
    baselineSource: '',
    today: '2026-11-24',
    files: 1,
    errors: [],
    profile: defaultProfile(35),
    podSecurity: DEFAULT_CONFIGURATION,
    unsafe: true,
    ...options,
  });
}
const after = (text: string, options: Partial<FixOptions> = {}): string => fixed(text, options).files[0]?.after ?? '';
const ids = (findings: readonly Finding[]): string[] => findings.map(({ ruleId }) => ruleId);

/** What is found without any fix being made. */
const audited = (text: string, minor: number): readonly Finding[] =>
  fixed(text, { profile: defaultProfile(minor), isChosen: () => false }).left;

/** Rules whose failing case a program can repair. */
const REPAIRED = Object.entries(CASES).filter(
  ([ruleId, { failing, minor = 35 }]) =>
    fixed(failing, { rules: rules.filter(({ id }) => id === ruleId), profile: defaultProfile(minor) }).made.length > 0,
);

describe.each(REPAIRED)('%s', (ruleId, { failing, minor = 35 }: RuleCase) => {
  const profile = defaultProfile(minor);
  const result = fixed(failing, { rules: rules.filter(({ id }) => id === ruleId), profile });

  it('is silent after its fix', () => {
    expect(ids(result.left)).toEqual([]);
    expect(result.refused).toEqual([]);
    for (const { fix } of result.made) {
      expect(fix.description).not.toMatch(/\.$/);
      expect(fix.risk === undefined).toBe(fix.safety === 'safe');
      expect(fix.risk ?? '').not.toMatch(/^[A-Z].*|\.$/);
    }
  });

  it('makes no other rule speak up', () => {
    const before = new Set(ids(audited(failing, minor)));
    const severity = rules.find(({ id }) => id === ruleId)?.severity ?? 'low';
    const news = audited(result.files[0]?.after ?? '', minor).filter(
      (finding) => !before.has(finding.ruleId) && isAtLeast(finding.severity, severity),
    );
    expect(news.map((finding) => `${finding.ruleId}: ${finding.message}`)).toEqual([]);
  });
});

describe('fixes', () => {
  it('are offered by many rules', () => {
    expect(REPAIRED.map(([ruleId]) => ruleId)).toEqual(
      expect.arrayContaining([
        'pod-security/privileged',
        'pod-security/drop-all-capabilities',
        'pod-security/seccomp-profile-missing',
        'schema/unknown-field',
        'schema/duplicate-key',
        'schema/wrong-type',
        'namespace/label-typo',
        'rbac/create-by-name',
      ]),
    );
  });

  const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment # the shop
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: app # one
          image: registry.example/app:1.2.3
          securityContext:
            privileged: true # for iptables
        - name: side
          image: registry.example/side:1.2.3
          securityContext: {runAsUser: 1000, runAsNonRoot: true}
`;

  it('are made together, and only safe ones where nothing else is asked for', () => {
    const result = fixed(DEPLOYMENT, { unsafe: false, severity: 'low', rules: podSecurity });
    expect(result.files[0]?.after).toBe(
      DEPLOYMENT.replace(
        'runAsNonRoot: true}',
        'runAsNonRoot: true, allowPrivilegeEscalation: false, seccompProfile: {type: RuntimeDefault}}',
      ),
    );
    expect(result.made.every(({ fix }) => fix.safety === 'safe')).toBe(true);
  });

  it('are not safe where capabilities are added that only a file can give', () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers: [{name: a, image: "registry.example/a:1", securityContext: {runAsUser: USER, capabilities: {add: [NET_BIND_SERVICE]}}}]
`;
    const only = rules.filter(({ id }) => id === 'pod-security/privilege-escalation');
    const made = (user: string) => fixed(text.replace('USER', user), { unsafe: false, rules: only }).made.length;
    expect([made('101'), made('0')]).toEqual([0, 1]);
  });

  it('are not safe where the manifest asks for privilege escalation', () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: a, image: "registry.example/a:1", securityContext: {PRIVILEGEDallowPrivilegeEscalation: true}}
    - {name: b, image: "registry.example/b:1"}
`;
    const only = rules.filter(({ id }) => id === 'pod-security/privilege-escalation');
    const made = (written: string, unsafe: boolean) =>
      fixed(text.replace('PRIVILEGED', written), { unsafe, rules: only }).made.map(({ fix }) => fix.risk ?? 'safe');
    expect(made('', false)).toEqual([]);
    expect(made('', true)).toEqual([expect.stringContaining('setuid program')]);
    // What is privileged is left alone, and the other container asks for nothing.
    expect(made('privileged: true, ', false)).toEqual(['safe']);
  });

  it('are as unsafe as the fix that they follow from', () => {
    const made = fixed(DEPLOYMENT, { severity: 'low', rules: podSecurity }).made.map(
      ({ finding, fix }) => `${finding.ruleId}: ${fix.risk ?? 'safe'}`,
    );
    expect(made).toContain(
      'pod-security/privilege-escalation: it follows from "remove securityContext.privileged, add single capabilities ' +
        'where they are needed": a program that uses devices, mounts or kernel settings of the node stops working',
    );
    // What could have been fixed without it stays safe.
    expect(made).toContain('pod-security/privilege-escalation: safe');
  });

  it('go on with what other fixes uncover', () => {
    expect(after(DEPLOYMENT, { severity: 'low', rules: podSecurity })).toBe(`apiVersion: apps/v1
kind: Deployment # the shop
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: app # one
          image: registry.example/app:1.2.3
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop:
                - ALL
        - name: side
          image: registry.example/side:1.2.3
          securityContext: {runAsUser: 1000, runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
`);
  });

  it('leave alone what an exception names', () => {
    const excepted = DEPLOYMENT.replace(
      'metadata: {name',
      'metadata: {annotations: {ignore.bulkhead.dev/pod-security.privilege-escalation: reviewed}, name',
    );
    const result = fixed(excepted, {
      unsafe: false,
      rules: rules.filter(({ id }) => id.endsWith('/privilege-escalation')),
    });
    expect(result.made).toEqual([]);
    expect(result.files[0]?.after).toBe(excepted);
  });

  it('are refused where a text stands for two objects', () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers: [&c {name: a, image: "registry.example/a:1"}]
  containers: [*c]
`;
    const result = fixed(text, { rules: rules.filter(({ id }) => id === 'pod-security/privilege-escalation') });
    expect(result.files[0]?.after).toBe(text);
    expect(result.refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('alias')]);
  });
});

const podSecurity = rules.filter(({ id }) => id.startsWith('pod-security/'));
