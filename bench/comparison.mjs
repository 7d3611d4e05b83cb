// What `bulkhead audit` and other linters find on the same manifests, as the tables of docs/comparison.md.
//   node bench/comparison.mjs [--peers] [--write]
// --peers builds those that are missing from their sources (Go is needed, and some minutes); --write puts the tables
// into docs/comparison.md. A tool finds a flaw when it says something of the manifest that has it which it does not say
// of the same manifest without.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CASES } from './comparison-cases.mjs';
import { CLEAN } from './comparison-manifests.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const tools = `${root}.tools/peers`;
const bundle = `${root}dist/bulkhead.cjs`;
const page = `${root}docs/comparison.md`;
const VERSION = '1.35';

const run = (command, args) =>
  spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, NO_COLOR: '1' } }).stdout;
const parse = (text, otherwise) => {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
};

/** What each tool says of a file: the ids of its checks, with the place where the tool gives one. */
const TOOLS = [
  {
    name: 'Bulkhead',
    isHere: () => existsSync(bundle),
    check: (file, severity = 'low') => {
      const args = ['audit', file, '--format', 'json', '--fail-on', 'none', '--severity', severity];
      const { findings } = JSON.parse(run(process.execPath, [bundle, ...args, '--kubernetes-version', VERSION]));
      return findings.map(({ ruleId, object, fieldPath }) => `${ruleId} ${object.kind}/${object.name} ${fieldPath}`);
    },
  },
  {
    name: 'kube-linter',
    version: '0.8.3',
    build: () => {
      const folder = mkdtempSync(join(tmpdir(), 'bulkhead-peer-'));
      const module = 'golang.stackrox.io/kube-linter';
      const replaced = `replace ${module} v0.8.3 => github.com/stackrox/kube-linter v0.8.3`;
      writeFileSync(join(folder, 'go.mod'), `module peer\ngo 1.25.0\nrequire ${module} v0.8.3\n${replaced}\n`);
      writeFileSync(join(folder, 'peer.go'), `package peer\nimport _ "${module}/pkg/command/root"\n`);
      const options = { cwd: folder, stdio: 'inherit', env: { ...process.env, CGO_ENABLED: '0' } };
      spawnSync('go', ['mod', 'tidy'], options);
      spawnSync('go', ['build', '-o', `${tools}/kube-linter`, `${module}/cmd/kube-linter`], options);
      rmSync(folder, { recursive: true });
    },
    check: (file) =>
      (parse(run(`${tools}/kube-linter`, ['lint', '--format', 'json', file]), {}).Reports ?? []).map(
        ({ Check, Object: { K8sObject: object }, Diagnostic }) =>
          `${Check} ${object.GroupVersionKind.Kind}/${object.Name} ${Diagnostic.Message}`,
      ),
  },
  {
    name: 'kube-score',
    takesNoFolder: true,
    version: '1.20.0',
    module: 'github.com/zegl/kube-score/cmd/kube-score@v1.20.0',
    check: (file) =>
      (
        parse(run(`${tools}/kube-score`, ['score', '-o', 'json', '--kubernetes-version', `v${VERSION}`, file]), []) ??
        []
      ).flatMap(({ object_name: object, checks }) =>
        checks
          .filter(({ grade, skipped }) => grade < 7 && !skipped)
          .flatMap(({ check, comments }) =>
            (comments ?? [{ summary: '' }]).map(({ path, summary }) => `${check.id} ${object} ${path} ${summary}`),
          ),
      ),
  },
  {
    name: 'kubeaudit',
    takesNoFolder: true,
    version: '0.22.0',
    module: 'github.com/Shopify/kubeaudit/cmd@v0.22.0',
    binary: 'cmd',
    check: (file) =>
      run(`${tools}/kubeaudit`, ['all', '-f', file, '--format', 'json'])
        .split('\n')
        .map((line) => parse(line, undefined))
        .filter((entry) => entry?.AuditResultName !== undefined && entry.level !== 'info')
        .map((entry) => `${entry.AuditResultName} ${entry.ResourceKind}/${entry.ResourceName} ${entry.msg}`),
  },
  {
    name: 'trivy',
    version: '0.74.0',
    module: 'github.com/aquasecurity/trivy/cmd/trivy@v0.74.0',
    check: (file) => {
      const args = ['config', '--quiet', '--format', 'json', '--skip-check-update', '--skip-version-check', file];
      const { Results = [] } = parse(run(`${tools}/trivy`, [...args, '--k8s-version', VERSION]), {});
      return Results.flatMap(({ Misconfigurations = [] }) =>
        Misconfigurations.map(({ ID, Message }) => `${ID} ${Message}`),
      );
    },
  },
];

function build({ name, module, binary, build: own }) {
  if (existsSync(`${tools}/${name}`)) return;
  console.error(`building ${name} ...`);
  if (own !== undefined) own();
  else {
    const env = { ...process.env, GOBIN: tools, CGO_ENABLED: '0' };
    spawnSync('go', ['install', module], { stdio: 'inherit', env });
    if (binary !== undefined) spawnSync('mv', [`${tools}/${binary}`, `${tools}/${name}`]);
  }
}

/** What is said of the first and not of the second: the ids, each once. */
function found(flawed, fixed) {
  const known = new Map();
  for (const said of fixed) known.set(said, (known.get(said) ?? 0) + 1);
  const more = flawed.filter((said) => {
    const left = known.get(said) ?? 0;
    if (left > 0) known.set(said, left - 1);
    return left === 0;
  });
  return [...new Set(more.map((said) => said.split(' ')[0]))];
}

mkdirSync(tools, { recursive: true });
if (!existsSync(bundle)) execFileSync(process.execPath, ['tools/build.mjs'], { cwd: root, stdio: 'inherit' });
if (process.argv.includes('--peers')) for (const tool of TOOLS.slice(1)) build(tool);
const present = TOOLS.filter(({ name, isHere }) => isHere?.() ?? existsSync(`${tools}/${name}`));
for (const { name } of TOOLS) {
  if (!present.some((tool) => tool.name === name))
    console.error(`${name}: not here, so it is left out (--peers builds it)`);
}

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-comparison-'));
const write = (name, text) => {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, text);
  return path;
};

const rows = CASES.map(({ name, title, flawed, fixed }) => {
  const [bad, good] = [write(`${name}-flawed`, flawed), write(`${name}-fixed`, fixed)];
  const answers = present.map((tool) => found(tool.check(bad), tool.check(good)));
  console.error(`${name.padEnd(28)} ${answers.map((ids) => ids.join(',') || '-').join(' | ')}`);
  return { title, answers };
});
const manifests = `${root}../shared/fixtures/manifests`;
const noise = [
  { title: 'a workload without flaw', path: write('clean', CLEAN), isFolder: false },
  { title: 'the real-world manifests of the test suite', path: manifests, isFolder: true },
]
  .filter(({ path }) => existsSync(path))
  .map(({ title, path, isFolder }) => ({
    title,
    counts: present.map((tool) => (isFolder && tool.takesNoFolder ? 'takes no folder' : tool.check(path).length)),
  }));
rmSync(folder, { recursive: true });

const cell = (ids, name) =>
  ids.length === 0 ? '' : name === 'Bulkhead' ? ids.map((id) => `\`${id}\``).join(' ') : 'x';
const line = (cells) => `| ${cells.join(' | ')} |`;
const head = (first) => [
  line([first, ...present.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`))]),
  line(['---', ...present.map(() => '---')]),
];
const tables = [
  ...head('flaw'),
  ...rows.map(({ title, answers }) => line([title, ...answers.map((ids, index) => cell(ids, present[index].name))])),
  line([
    `**found, of ${rows.length}**`,
    ...present.map((_, index) => `**${rows.filter(({ answers }) => answers[index].length > 0).length}**`),
  ]),
  '',
  ...head('findings on'),
  ...noise.map(({ title, counts }) => line([title, ...counts])),
].join('\n');
if (process.argv.includes('--write')) {
  const [before, , after] = readFileSync(page, 'utf8').split(/<!-- (?:tables|end) -->\n/);
  writeFileSync(page, `${before}<!-- tables -->\n\n${tables}\n\n<!-- end -->\n${after}`);
} else {
  console.log(tables);
}
