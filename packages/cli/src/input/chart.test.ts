import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Chart, chartOf, chartPart, renderChart, splitBySource } from './chart.js';
import { realDisk } from './disk.js';
import { folderOf } from './folder.test-support.js';
import type { RunTool, ToolResult } from './tool.js';

const chart = (name: string, path = '/c'): Chart => ({ folder: { path, name: 'charts/c' }, name, isLibrary: false });

async function render(name: string, results: readonly ToolResult[], path = folderOf({ 'c/Chart.yaml': '' })) {
  const asked: string[][] = [];
  const run: RunTool = async (_, args) => {
    asked.push([...args]);
    return results[asked.length - 1] ?? { kind: 'missing' };
  };
  const rendered = await renderChart(chart(name, `${path}/c`), { path, name: '.' }, undefined, run, realDisk);
  return { rendered, asked, folder: `${path}/c` };
}

const done: ToolResult = { kind: 'done', output: Buffer.from('') };

describe('renderChart', () => {
  it.each([
    ['shop', 'shop'],
    ['--post-renderer=/bin/sh', 'release'],
    ['Shop', 'release'],
    ['-x', 'release'],
    ['x'.repeat(54), 'release'],
    ['', 'release'],
  ])('a chart that calls itself %j is release %s', async (name, release) => {
    const { asked, folder } = await render(name, [done]);
    expect(asked).toEqual([['template', '--include-crds', '--skip-schema-validation', '--', release, folder]]);
  });

  it('does without the option that older versions do not know', async () => {
    const { rendered, asked } = await render('shop', [
      { kind: 'failed', reason: 'unknown flag: --skip-schema-validation' },
      done,
    ]);
    expect(rendered.kind).toBe('rendered');
    expect(asked[1]?.slice(0, -1)).toEqual(['template', '--include-crds', '--', 'shop']);
  });

  it.each<[string, ToolResult, string]>([
    [
      'a missing dependency',
      {
        kind: 'failed',
        reason:
          'An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: redis, postgres',
      },
      'the chart is not rendered: it depends on redis, postgres, which is not in its folder; run "helm dependency build" there first',
    ],
    [
      'a template that fails',
      { kind: 'failed', reason: 'execution error: name is required' },
      'the chart is not rendered, its templates are not read: execution error: name is required; render it with your values and pipe the result into "-"',
    ],
  ])('tells of %s', async (_, result, message) => {
    expect((await render('shop', [result])).rendered).toEqual({ kind: 'failed', message });
  });

  it('does not let helm follow links out of the PATH', async () => {
    const path = folderOf({ 'c/Chart.yaml': '', 'c/templates/x.yaml': '', 'shared/y.yaml': '' });
    symlinkSync('../../shared', join(path, 'c/templates/shared'));
    expect((await render('shop', [done], path)).rendered.kind).toBe('rendered');
    symlinkSync('/etc', join(path, 'c/templates/etc'));
    const { rendered, asked } = await render('shop', [done], path);
    expect(rendered).toEqual({
      kind: 'failed',
      message: 'the chart is not rendered: its link templates/etc leads out of .',
    });
    expect(asked).toEqual([]);
  });
});

describe('splitBySource', () => {
  it('keeps the text of each template together', () => {
    const text = [
      'before: 1\n',
      '---\n# Source: shop/templates/a.yaml\na: 1\n',
      '---\n# Source: shop/charts/sub/templates/b.yaml\nb: |\n  ---\n  # Source: shop/templates/no.yaml\n',
      '---\n# Source: shop/templates/a.yaml\na: 2\n---\na: 3\n',
      '---\n# Source: ../../etc/\u001b[2Jx\nx: 1\n',
    ].join('');
    expect([...splitBySource(chart('shop'), text)]).toEqual([
      ['charts/c (rendered)', 'before: 1\n'],
      [
        'charts/c/templates/a.yaml (rendered)',
        '---\n# Source: shop/templates/a.yaml\na: 1\n---\n# Source: shop/templates/a.yaml\na: 2\n---\na: 3\n',
      ],
      [
        'charts/c/charts/sub/templates/b.yaml (rendered)',
        '---\n# Source: shop/charts/sub/templates/b.yaml\nb: |\n  ---\n  # Source: shop/templates/no.yaml\n',
      ],
      ['charts/c/../../etc/\\u001b[2Jx (rendered)', '---\n# Source: ../../etc/\u001b[2Jx\nx: 1\n'],
    ]);
    const here: Chart = { folder: { path: '/c', name: '.' }, name: 'shop', isLibrary: false };
    expect([...splitBySource(here, '---\n# Source: shop/templates/a.yaml\na: 1\n').keys()]).toEqual([
      'templates/a.yaml (rendered)',
    ]);
  });
});

it.each([
  ['Chart.yaml', 'settings'],
  ['values.yaml', 'settings'],
  ['values-production.yml', 'settings'],
  ['values.schema.json', 'settings'],
  ['templates/x.yaml', 'template'],
  ['charts/sub/values.yaml', 'template'],
  ['crds/x.yaml', 'template'],
  ['ci/values.yaml', 'other'],
  ['templates.yaml', 'other'],
])('%s is %s of its chart', (path, part) => expect(chartPart(path)).toBe(part));

it.each([undefined, null, 'x', [], {}, { name: 1 }])('%j describes no chart', (value) =>
  expect(chartOf({ path: '/c', name: 'c' }, value)).toBeUndefined(),
);
