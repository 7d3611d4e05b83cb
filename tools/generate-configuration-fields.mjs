// Makes packages/engine/src/hardening/generated/configuration-fields.ts: the fields of the components' configuration
// kinds by version, read from the Go types that the components decode into.
//
//   node tools/generate-configuration-fields.mjs kubelet=GITDIR apiserver=GITDIR kube-proxy=GITDIR kube-scheduler=GITDIR
//
// GITDIR is a clone of the repository of that name under github.com/kubernetes, with its tags.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MINORS = [27, 28, 29, 30, 31, 32, 33, 34, 35, 36];
const SOURCES = [
  {
    repo: 'kubelet',
    folder: 'config/v1beta1',
    group: 'kubelet.config.k8s.io/v1beta1',
    kinds: ['KubeletConfiguration'],
  },
  { repo: 'kubelet', folder: 'config/v1', group: 'kubelet.config.k8s.io/v1', kinds: ['CredentialProviderConfig'] },
  {
    repo: 'kube-proxy',
    folder: 'config/v1alpha1',
    group: 'kubeproxy.config.k8s.io/v1alpha1',
    kinds: ['KubeProxyConfiguration'],
  },
  {
    repo: 'kube-scheduler',
    folder: 'config/v1',
    group: 'kubescheduler.config.k8s.io/v1',
    kinds: ['KubeSchedulerConfiguration'],
  },
  ...['v1alpha1', 'v1beta1', 'v1'].map((version) => ({
    repo: 'apiserver',
    folder: `pkg/apis/apiserver/${version}`,
    group: `apiserver.config.k8s.io/${version}`,
    kinds: [
      'AuthenticationConfiguration',
      'AuthorizationConfiguration',
      'AdmissionConfiguration',
      'EncryptionConfiguration',
    ],
  })),
  {
    repo: 'apiserver',
    folder: 'pkg/apis/config/v1',
    group: 'apiserver.config.k8s.io/v1',
    kinds: ['EncryptionConfiguration'],
  },
  { repo: 'apiserver', folder: 'pkg/apis/audit/v1', group: 'audit.k8s.io/v1', kinds: ['Policy'] },
];

const repos = Object.fromEntries(process.argv.slice(2).map((argument) => argument.split('=')));
const git = (repo, ...words) =>
  execFileSync('git', ['-C', repos[repo], ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });

/** The newest release of each minor. */
function tagOf(repo, minor) {
  const tags = git(repo, 'tag', '--list', `v0.${minor}.*`)
    .split('\n')
    .filter((tag) => /^v0\.\d+\.\d+$/.test(tag));
  return tags.sort((a, b) => Number(a.split('.')[2]) - Number(b.split('.')[2])).at(-1);
}

const SCALARS = {
  string: 's',
  bool: 'b',
  int: 'int',
  int32: 'int32',
  int64: 'int64',
  float32: 'f',
  float64: 'f',
  uint: 'int',
};

/** Structs and named scalars of a Go file. */
function parse(text) {
  const structs = new Map();
  const named = new Map();
  let current;
  for (const line of text.split('\n')) {
    const begin = /^type (\w+) struct \{/.exec(line);
    const alias = /^type (\w+) (\w+)$/.exec(line);
    if (begin) structs.set(begin[1], (current = { fields: [], inline: [] }));
    else if (alias) named.set(alias[1], alias[2]);
    else if (line === '}') current = undefined;
    else if (current) {
      const inline = /^\t(?:\w+\s+)?([\w.*]+)\s+`json:",inline/.exec(line);
      const metadata = /^\t[\w.]+\s+`json:"([^",]+)/.exec(line);
      const field = /^\t\w+\s+(\S+)\s+`json:"([^",]+)/.exec(line);
      if (inline) current.inline.push(inline[1].replace('*', ''));
      else if (metadata) current.fields.push([metadata[1], 'unknown']);
      else if (field && field[2] !== '-') current.fields.push([field[2], field[1]]);
    }
  }
  return { structs, named };
}

function typeText(go, { structs, named }) {
  const type = go.replace(/^\*/, '');
  if (type.startsWith('[]')) return type === '[]byte' ? 's' : `[]${typeText(type.slice(2), { structs, named })}`;
  const map = /^map\[string\](.+)$/.exec(type);
  if (map) return `{}${typeText(map[1], { structs, named })}`;
  if (type === 'metav1.Duration') return 'd';
  if (Object.hasOwn(SCALARS, type)) return SCALARS[type];
  if (structs.has(type)) return `@${type}`;
  const alias = named.get(type);
  return alias !== undefined && Object.hasOwn(SCALARS, alias) ? `${SCALARS[alias]}=${type}` : 'a';
}

const kinds = {};
const types = {};
for (const { repo, folder, group, kinds: wanted } of SOURCES) {
  for (const minor of MINORS) {
    let text;
    try {
      const files = git(repo, 'ls-tree', '--name-only', tagOf(repo, minor), `${folder}/`)
        .split('\n')
        .filter((file) => /\/types\w*\.go$/.test(file));
      text = files.map((file) => git(repo, 'show', `${tagOf(repo, minor)}:${file}`)).join('\n');
    } catch {
      continue;
    }
    const parsed = parse(text);
    for (const kind of wanted) {
      if (!parsed.structs.has(kind)) continue;
      const key = `${group} ${kind}`;
      kinds[key] = [Math.min(kinds[key]?.[0] ?? minor, minor), Math.max(kinds[key]?.[1] ?? minor, minor)];
      collect(kind, group, parsed, minor, new Set());
    }
  }
}

function collect(name, group, parsed, minor, seen) {
  if (seen.has(name)) return;
  seen.add(name);
  const own = (types[`${group} ${name}`] ??= {});
  const { fields, inline } = parsed.structs.get(name);
  const all = [...fields];
  for (const type of inline) {
    if (type === 'metav1.TypeMeta') all.push(['apiVersion', 'string'], ['kind', 'string']);
    else if (parsed.structs.has(type)) all.push(...parsed.structs.get(type).fields);
    // Fields of another package are not known: any may come.
    else own['*'] = ['a', MINORS[0], MINORS.at(-1)];
  }
  for (const [field, go] of all) {
    const text = typeText(go, parsed);
    own[field] = [text, Math.min(own[field]?.[1] ?? minor, minor), Math.max(own[field]?.[2] ?? minor, minor)];
    const inner = /@(\w+)$/.exec(text)?.[1];
    if (inner) collect(inner, group, parsed, minor, seen);
  }
}

/** `s`, or `s 33-35` where not every version that has the kind has the field. */
const [first, last] = [MINORS[0], MINORS.at(-1)];
const short = Object.fromEntries(
  Object.entries(types).map(([name, fields]) => [
    name,
    Object.fromEntries(
      Object.entries(fields).map(([field, [type, from, to]]) => [
        field,
        from === first && to === last ? type : `${type} ${from}-${to}`,
      ]),
    ),
  ]),
);
const lines = Object.entries(short).map(([name, fields]) => `${JSON.stringify(name)}:${JSON.stringify(fields)}`);
const kindLines = Object.entries(kinds).map(([name, span]) => `${JSON.stringify(name)}:${JSON.stringify(span)}`);
const out = `// Generated by tools/generate-configuration-fields.mjs. Do not edit.
//
// JSON text: kinds with the first and the last minor that has them; structs with their fields, as "type first-last"
// where not every minor has the field. Types: s text, b boolean, int int32 int64 f numbers, d duration, a anything,
// s=N a text of the named type N, []T list, {}T map, @S struct of the same group; a field "*" means that others may come.
export const configurationFieldsText = \`{"kinds":{
${kindLines.join(',\n')}
},"structs":{
${lines.join(',\n')}
}}\`;
`;
const target = fileURLToPath(
  new URL('../packages/engine/src/hardening/generated/configuration-fields.ts', import.meta.url),
);
writeFileSync(target, out);
