import { DEFAULT_CONFIGURATION } from '@bulkhead/engine/pod-security';
import { defaultProfile } from '@bulkhead/features';
import { expandLists, readManifest } from '@bulkhead/manifest';
import { describe, expect, it } from 'vitest';
import { AuditObject } from '../../audit-object.js';
import { Cluster } from '../../cluster.js';
import { serverDecoding } from '../../server-decoding.js';
import { finding, HOSTILE, options, report, write } from '../report.test-support.js';
import { ManifestExcerpts } from './manifest-excerpt.js';
import type { PageData } from './page-data.js';

const dataOf = (page: string): PageData =>
  JSON.parse(/<script type="application\/json" id="report">([^<]*)<\/script>/.exec(page)?.[1] ?? '') as PageData;

function objectsOf(text: string): AuditObject[] {
  const profile = defaultProfile(35);
  const decoding = serverDecoding(profile);
  return readManifest(text)
    .documents.flatMap(expandLists)
    .map((object) => new AuditObject('a.yaml', object, profile, decoding));
}

const place = (line: number, fieldPath = ''): { file: string; line: number; column: number; fieldPath: string } => ({
  ...{ file: 'a.yaml', line, column: 1, fieldPath },
});

describe('html', () => {
  const page = write('html');

  it('is one page that allows its own style and script by hash, and loads nothing', () => {
    expect(page).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; img-src data:; base-uri 'none'; form-action 'none'">/,
    );
    expect(page.match(/(?:src|href)="[^"]*"/g)).toEqual(['href="data:,"']);
    expect(page).not.toMatch(/url\(|@import|https?:\/\/[^\s"]*\.(?:js|css)/);
  });

  it('holds the report as JSON in which no element ends', () => {
    const data = dataOf(page);
    expect(data.counts).toEqual({ critical: 1, high: 1, medium: 0, low: 0, info: 0 });
    expect(data.objects.map(({ name }) => name)).toEqual(['web', 'x\\x1b[2J\\u202eevil"<script>', 'web']);
    expect(data.findings[2]?.ignored).toBe('node agent (until 2027-01-31)');
    expect(data.unread).toEqual([{ place: 'b.yaml:3:1', message: 'the text ends within a quoted scalar' }]);
    expect(page.split('<script').length).toBe(3);
    expect(page).not.toContain(HOSTILE);
  });

  it('says the most without scripts', () => {
    expect(page).toContain(
      '<li>cloud: nothing in this input speaks of it: add Node objects and kubelet configuration</li>',
    );
  });
});

describe('the manifest of an object', () => {
  const [first, second] = objectsOf(
    '# top\napiVersion: v1\nkind: Pod\nmetadata:\n\tname: x\n'.replace('\t', '  ') +
      '---\nkind: Secret\napiVersion: v1\nstringData: {password: hunter2}\n',
  );

  it('is its lines of the file; Secrets have none', () => {
    expect(new ManifestExcerpts().of(first, [])).toEqual({
      text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x',
      firstLine: 2,
    });
    expect(new ManifestExcerpts().of(second, [])).toEqual({ note: 'The text of Secrets is not put into reports.' });
    expect(new ManifestExcerpts().of(undefined, [])).toEqual({});
  });

  it('blots out what a rule of the family secret found, block scalars whole', () => {
    const [map] = objectsOf(
      'kind: ConfigMap\napiVersion: v1\ndata:\n  key: |\n    -----BEGIN KEY\n    abcdef\n  other: fine\n',
    );
    const found = finding({ ruleId: 'secret/private-key', locations: [place(4, 'data.key')] });
    expect(new ManifestExcerpts().of(map, [found]).text).toBe(
      'kind: ConfigMap\napiVersion: v1\ndata:\n  key: \u2022\u2022\u2022\u2022\u2022\u2022 not shown\n     \u2022\u2022\u2022\u2022\u2022\u2022 not shown\n     \u2022\u2022\u2022\u2022\u2022\u2022 not shown\n  other: fine',
    );
    const shown = write('table', { ...report, findings: [found] }, { ...options, lineText: () => '  key: hunter2' });
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('4 | data.key');
  });

  it('blots out what those rules would find, whatever the report is about, and the copy that kubectl keeps', () => {
    const objects = objectsOf(
      'kind: Pod\napiVersion: v1\nmetadata:\n  name: p\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {"x":"hunter2"}\nspec:\n  containers:\n    - name: a\n      env:\n        - name: DB_PASSWORD\n          value: hunter2-Xq9zR4\n',
    );
    const cluster = new Cluster(defaultProfile(35), DEFAULT_CONFIGURATION, objects);
    const { text = '' } = new ManifestExcerpts(cluster).of(objects[0], []);
    expect(text).toContain('- name: DB_PASSWORD');
    expect(text).not.toContain('hunter2');
  });

  it('shows of a line that holds several objects only its own', () => {
    const list =
      '{"kind":"List","apiVersion":"v1","items":[{"kind":"ConfigMap","apiVersion":"v1"},{"kind":"Secret","apiVersion":"v1","stringData":{"a":"hunter2"}}]}';
    expect(new ManifestExcerpts().of(objectsOf(list)[0], []).text).toBe('{"kind":"ConfigMap","apiVersion":"v1"}');
  });

  it('is bounded, and says so', () => {
    const [long] = objectsOf(`kind: ConfigMap\napiVersion: v1\ndata:\n${'  a: b\n'.repeat(3000)}`);
    const excerpt = new ManifestExcerpts().of(long, []);
    expect(excerpt.text?.split('\n')).toHaveLength(1500);
    expect(excerpt.note).toBe('Only the first 1500 lines are shown.');
    const [minified] = objectsOf(`{"kind":"ConfigMap","apiVersion":"v1","data":{"a":"${'x'.repeat(5000)}"}}`);
    expect(new ManifestExcerpts().of(minified, []).text).toHaveLength(304);
    const many = new ManifestExcerpts();
    const notes = Array.from({ length: 1100 }, () => many.of(long, []).note ?? '');
    expect(notes.some((note) => note.startsWith('Left out'))).toBe(true);
  });
});
