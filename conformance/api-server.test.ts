/** A running server beside the recorded answers of Kubernetes: the default, its variants, and other versions. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../tests/apiserver/server.test-support.js';
import { type Comparison, compare, flagsOf, startApiServer, type Variant } from './api-server.test-support.js';
import { describeShared } from './shared.js';

/** Whose answers have to be the recorded ones in at least 95 of 100 cases. */
const ASKED = [
  ...['access-review', 'discovery', 'dry-run', 'impersonation', 'lifecycle', 'list', 'patch', 'pod-security', 'rbac'],
  ...['requests', 'self-subject', 'watch'],
];
/** Compared and shown. */
const SHOWN = [
  ...['anonymous', 'node-authz', 'pod-admission', 'quota-limits', 'server-side-apply', 'subresources', 'table'],
  ...['tokens', 'validation', 'validation-pods'],
];
const SHARE = 0.95;
const ALL_MS = 280_000;

interface Run {
  readonly name: string;
  readonly variant: string;
  readonly version?: string;
  readonly overlay?: string;
}

const RUNS: readonly Run[] = [
  { name: '1.35', variant: 'default' },
  { name: '1.35 with gates', variant: 'gates' },
  { name: '1.35 anonymous', variant: 'anon' },
  { name: '1.35 with audit', variant: 'audit' },
  { name: '1.36', variant: 'default', version: '1.36', overlay: '1.36.3' },
  { name: '1.33', variant: 'default', version: '1.33', overlay: '1.33.13' },
];
/** As many as the machine has cores for, with a comparison beside each. */
const AT_A_TIME = 2;

describeShared('recorded answers of API servers', (shared) => {
  const oracle = `${shared}oracle/`;
  const variants = JSON.parse(readFileSync(`${oracle}cases/variants.json`, 'utf8')) as Record<string, Variant>;
  const comparisons = new Map<string, Comparison>();
  const only = `^(${[...ASKED, ...SHOWN].join('|')})/`;

  async function compareAll(keys: RunningServer): Promise<void> {
    const waiting = [...RUNS];
    const lane = async (): Promise<void> => {
      for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
        comparisons.set(run.name, await comparisonOf(run, keys));
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  }

  async function comparisonOf({ variant, version, overlay }: Run, keys: RunningServer): Promise<Comparison> {
    const settings = variants[variant] ?? {};
    const common = { oracle, variant, only, ...(overlay === undefined ? {} : { overlay }) };
    if (settings.authenticationConfig !== undefined || settings.auditPolicy !== undefined) {
      const server = await startApiServer(keys, settings);
      const { kubeconfig, auditLog } = server;
      try {
        return await compare({ ...common, kubeconfig, ...(auditLog === undefined ? {} : { auditLog }) });
      } finally {
        await server.stop();
      }
    }
    const args = [...flagsOf(settings), ...(version === undefined ? [] : ['--kubernetes-version', version])];
    const server = await startServer({ args });
    try {
      return await compare({ ...common, kubeconfig: server.kubeconfig });
    } finally {
      await server.stop();
    }
  }

  beforeAll(async () => {
    const keys = await startServer();
    try {
      await compareAll(keys);
    } finally {
      await keys.stop();
    }
  }, ALL_MS);

  afterAll(() => process.stderr.write(tableOf(comparisons)));

  describe.each(RUNS)('$name', ({ name }) => {
    it.each(ASKED)('%s', (area) => {
      const { areas = {}, fails = [] } = comparisons.get(name) ?? {};
      const score = areas[area];
      // A variant holds cases of some areas only.
      if (score === undefined) return;
      const different = fails.filter((fail) => fail.case.startsWith(`${area}/`) && fail.level !== FULL);
      const list = different.map((fail) => `${fail.case}: ${fail.diff.slice(0, 3).join('; ')}`).join('\n');
      expect(score.body / score.cases, list).toBeGreaterThanOrEqual(SHARE);
    });
  });
});

/** The level of answers whose status and body are the same. */
const FULL = 'headers/managedFields';

function tableOf(comparisons: ReadonlyMap<string, Comparison>): string {
  const rows = [...comparisons].flatMap(([name, { areas }]) =>
    Object.entries(areas).map(([area, { cases, status, body, full }]) =>
      [name.padEnd(18), area.padEnd(20), ...[cases, status, body, full].map((count) => String(count).padStart(7))].join(
        '',
      ),
    ),
  );
  const head = ['server'.padEnd(18), 'area'.padEnd(20), '  cases status   body   full'].join('');
  return `\n${[head, ...rows].join('\n')}\n`;
}
