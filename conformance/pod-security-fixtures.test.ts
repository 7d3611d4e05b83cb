/**
 * Every pod that upstream made for its own tests: at its level and version it passes, or it fails for the reason that
 * the name of its file says.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { MINORS, type Minor } from '@bulkhead/apimachinery';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { type Level, PodSecurityEvaluator, versionOf } from '@bulkhead/engine/pod-security';
import { defaultProfile } from '@bulkhead/features';
import { readManifest } from '@bulkhead/manifest';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

/** What the refusal must say, by the check in the name of a file. */
const TEXTS: Readonly<Record<string, string>> = {
  apparmorprofile: 'forbidden AppArmor profile',
  capabilities_baseline: 'capabilities',
  capabilities_restricted: 'unrestricted capabilities',
  hostnamespaces: 'host namespaces',
  hostpathvolumes: 'hostPath',
  hostports: 'hostPort',
  hostprobesandhostlifecycle: 'probe or lifecycle host',
  privileged: 'privileged',
  procmount: 'procMount',
  procmount_restricted: 'procMount',
  seccompprofile_baseline: 'seccompProfile',
  seccompprofile_restricted: 'seccompProfile',
  selinuxoptions: 'seLinuxOptions',
  sysctls: 'forbidden sysctl',
  windowshostprocess: 'hostProcess',
  allowprivilegeescalation: 'allowPrivilegeEscalation',
  restrictedvolumes: 'restricted volume types',
  runasnonroot: 'runAsNonRoot',
  runasuser: 'runAsUser',
};

/** The release whose pods are there but whose server is not: its policy is asked for by code version. */
const COMING: Minor = 37;
const NEWEST = MINORS.at(-1) ?? 0;

/** How many pods there are: so that none is lost on the way. */
const TOTAL = 4537;

interface Fixture {
  readonly path: string;
  readonly level: Level;
  readonly minor: Minor;
  readonly passes: boolean;
  /** Name of the file without number. */
  readonly stem: string;
}

function fixturesIn(folder: string): Fixture[] {
  return (['baseline', 'restricted'] as const).flatMap((level) =>
    readdirSync(`${folder}${level}`).flatMap((version) =>
      (['pass', 'fail'] as const).flatMap((outcome) =>
        readdirSync(`${folder}${level}/${version}/${outcome}`).map((file) => ({
          path: `${folder}${level}/${version}/${outcome}/${file}`,
          level,
          minor: Number(version.slice('v1.'.length)),
          passes: outcome === 'pass',
          stem: file.replace(/\d*\.yaml$/, ''),
        })),
      ),
    ),
  );
}

/** The pod in a file as the API server sees it: a volume without a source is an empty directory. */
function readPod(path: string): Pod {
  const pod: Pod = JSON.parse(JSON.stringify(readManifest(readFileSync(path, 'utf8')).documents[0]?.value));
  const volumes = pod.spec?.volumes?.map((volume) =>
    Object.keys(volume).length === 1 ? { ...volume, emptyDir: {} } : volume,
  );
  return volumes === undefined ? pod : { ...pod, spec: { ...pod.spec, volumes } };
}

/** What is wrong with the verdict on the pod; undefined when it is as it should be. */
function mistake(fixture: Fixture, evaluator: PodSecurityEvaluator): string | undefined {
  const levelVersion = { level: fixture.level, version: versionOf(fixture.minor) };
  const { allowed, forbiddenDetail } = evaluator.evaluatePod(levelVersion, readPod(fixture.path));
  if (fixture.passes) return allowed ? undefined : `${fixture.path}: ${forbiddenDetail}`;
  const text = TEXTS[fixture.stem];
  if (text === undefined) return `${fixture.path}: no text is known for ${fixture.stem}`;
  return !allowed && forbiddenDetail.includes(text) ? undefined : `${fixture.path}: ${forbiddenDetail || 'allowed'}`;
}

describeShared('fixtures of Pod Security', (shared) => {
  const fixtures = fixturesIn(`${shared}fixtures/pod-security/`);

  it('are all there', () => {
    expect(fixtures).toHaveLength(TOTAL);
  });

  it('are judged by the newest server', () => {
    const newest = new PodSecurityEvaluator(defaultProfile(NEWEST));
    const coming = new PodSecurityEvaluator(defaultProfile(NEWEST), { codeVersion: COMING });
    const mistakes = fixtures.map((fixture) => mistake(fixture, fixture.minor < COMING ? newest : coming));
    expect(mistakes.filter((text) => text !== undefined)).toEqual([]);
  });

  it.each(MINORS)('of 1.%i are judged by the server of that release', (minor) => {
    const evaluator = new PodSecurityEvaluator(defaultProfile(minor));
    const own = fixtures.filter((fixture) => fixture.minor === minor);
    expect(own.length).toBeGreaterThan(0);
    expect(own.map((fixture) => mistake(fixture, evaluator)).filter((text) => text !== undefined)).toEqual([]);
  });
});
