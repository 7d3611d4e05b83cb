// Writes packages/engine/src/rbac/generated/bootstrap-rbac.ts: the default roles and bindings of the minors 1.27 to
// 1.36 with the feature gates that each rule hangs on. They are taken from upstream itself: the functions that make
// them are run, with every gate on and with each off, and only what comes out is kept. Needs Go and its module proxy.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GENERATED, templateLiteral } from './generated-text.mjs';

const RELEASES = new Map(
  ['27.16', '28.15', '29.6', '30.14', '31.14', '32.13', '33.13', '34.4', '35.4', '36.3'].map((release) => [
    Number(release.split('.')[0]),
    `v1.${release}`,
  ]),
);
const MINORS = [...RELEASES.keys()];
const API_VERSION = 'v0.35.4';
const TARGET = fileURLToPath(new URL('../packages/engine/src/rbac/generated/bootstrap-rbac.ts', import.meta.url));

const HEADER = `${GENERATED.replace('generate-api', 'generate-rbac')}
//
// JSON text: one default object a line, by kind, namespace and name:
//   [kind, namespace, name, labels, aggregation, entries]
//   kind         R Role, C ClusterRole, r RoleBinding, c ClusterRoleBinding
//   labels       label keys with the value "true", beside the one that all defaults have
//   aggregation  label keys that the members of an aggregated role have with the value "true"; 0 when not aggregated
//   entries      of a role its rules, of a binding its roleRef ("Role/name") and its subjects ("kind/namespace/name"):
//                [minors, value, value, ...], where minors is "27-36" or "33" with the gates that must all be on or
//                off: "34-35+GateA-GateB", several of these joined by spaces; a rule is
//                "verbs|groups|resources|names|paths", each list joined by commas.
//                An object without entries in a minor is listed as [minors].
// An object exists in a minor when one of its entries does.`;

/** What a Go program prints that runs upstream's functions with the given sets of gates. */
function runUpstream(questions) {
  const folder = mkdtempSync(join(tmpdir(), 'bootstrap-rbac-'));
  try {
    writeProgram(folder);
    const go = (args, input) =>
      execFileSync('go', args, {
        cwd: folder,
        input,
        encoding: 'utf8',
        maxBuffer: 1 << 30,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
    go(['mod', 'tidy']);
    return JSON.parse(go(['run', '.'], JSON.stringify(questions)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sources of a minor, by file name. */
const sourcesOf = new Map();
for (const [minor, release] of RELEASES) {
  const { Dir } = JSON.parse(
    execFileSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@${release}`], {
      cwd: tmpdir(),
      encoding: 'utf8',
    }),
  );
  const folder = join(Dir, 'plugin/pkg/auth/authorizer/rbac/bootstrappolicy');
  const read = (path) => readFileSync(join(folder, path), 'utf8');
  sourcesOf.set(minor, {
    files: new Map(['policy.go', 'controller_policy.go', 'namespace_policy.go'].map((name) => [name, read(name)])),
    helpers: readFileSync(join(Dir, 'pkg/apis/rbac/v1/helpers.go'), 'utf8'),
  });
}

/** Gates that the sources of the minor ask for. */
function gatesOf(minor) {
  const text = [...sourcesOf.get(minor).files.values()].join('\n');
  return [...new Set([...text.matchAll(/Enabled\((?:\w+)\.(\w+)\)/g)].map((match) => match[1]))].sort();
}

/** Imports and what stands in for them. */
const STAND_INS = [
  ['k8s.io/apiserver/pkg/util/feature', 'generate/enabled'],
  ['k8s.io/apiserver/pkg/features', 'generate/gates'],
  ['k8s.io/component-base/zpages/features', 'generate/gates'],
  ['k8s.io/kubernetes/pkg/features', 'generate/gates'],
  ['k8s.io/klog/v2', 'generate/log'],
  ['k8s.io/apiserver/pkg/authentication/user', 'generate/user'],
  ['k8s.io/apiserver/pkg/authentication/serviceaccount', 'generate/serviceaccount'],
  ['k8s.io/kubernetes/pkg/controlplane/controller/legacytokentracking', 'generate/tracking'],
  ['k8s.io/kubernetes/pkg/apis/rbac/v1', 'generate/helpers'],
];
/** Names under which upstream imports these. */
const NAMES = { log: 'klog', gates: 'features', tracking: 'legacytokentracking' };

/** What upstream's files import besides the API types, as far as they use it. */
function writeStandIns(write) {
  const gates = [...new Set(MINORS.flatMap(gatesOf))].sort();
  write(
    'go.mod',
    `module generate\n\ngo 1.22\n\nrequire (\n\tk8s.io/api ${API_VERSION}\n\tk8s.io/apimachinery ${API_VERSION}\n)\n`,
  );
  write('gates/gates.go', `package gates\n\nconst (\n${gates.map((gate) => `\t${gate} = "${gate}"`).join('\n')}\n)\n`);
  write(
    'enabled/enabled.go',
    'package enabled\n\ntype gate map[string]bool\n\nfunc (g gate) Enabled(name string) bool { return g[name] }\n\nvar DefaultFeatureGate = gate{}\n',
  );
  write(
    'log/log.go',
    'package log\n\nimport "fmt"\n\nfunc Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }\n',
  );
  write(
    'tracking/tracking.go',
    'package tracking\n\nconst ConfigMapName = "kube-apiserver-legacy-service-account-token-tracking"\n',
  );
  write(
    'user/user.go',
    `package user

const (
\tSystemPrivilegedGroup = "system:masters"
\tNodesGroup = "system:nodes"
\tMonitoringGroup = "system:monitoring"
\tAllUnauthenticated = "system:unauthenticated"
\tAllAuthenticated = "system:authenticated"
\tKubeProxy = "system:kube-proxy"
\tKubeControllerManager = "system:kube-controller-manager"
\tKubeScheduler = "system:kube-scheduler"
)
`,
  );
  write(
    'serviceaccount/serviceaccount.go',
    'package serviceaccount\n\nconst AllServiceAccountsGroup = "system:serviceaccounts"\n',
  );
  write('helpers/helpers.go', sourcesOf.get(35).helpers);
  write('helpers/register.go', 'package v1\n\nconst GroupName = "rbac.authorization.k8s.io"\n');
}

/** Upstream's files of each minor in a package of their own, on stand-ins for everything but the API types. */
function writeProgram(folder) {
  const write = (path, text) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  writeStandIns(write);
  for (const minor of MINORS) {
    for (const [name, source] of sourcesOf.get(minor).files) {
      let text = source;
      for (const [from, to] of STAND_INS) {
        const alias = NAMES[to.split('/')[1]] ?? '';
        text = text.replace(
          new RegExp(`^\\t(\\w+ )?"${from}"$`, 'm'),
          (_, given) => `\t${given ?? (alias && `${alias} `)}"${to}"`,
        );
      }
      write(`p${minor}/${name}`, text);
    }
  }
  write('main.go', mainProgram());
}

function mainProgram() {
  const cases = MINORS.map(
    (minor) => `\tcase ${minor}:
\t\treturn map[string]any{"C": append(p${minor}.ClusterRoles(), p${minor}.ControllerRoles()...),
\t\t\t"c": append(p${minor}.ClusterRoleBindings(), p${minor}.ControllerRoleBindings()...),
\t\t\t"R": flatten(p${minor}.NamespaceRoles()), "r": flatten(p${minor}.NamespaceRoleBindings())}`,
  );
  return `package main

import (
\t"encoding/json"
\t"os"

\t"generate/enabled"
${MINORS.map((minor) => `\tp${minor} "generate/p${minor}"`).join('\n')}
)

func flatten[T any](byNamespace map[string][]T) []T {
\tall := []T{}
\tfor _, items := range byNamespace {
\t\tall = append(all, items...)
\t}
\treturn all
}

func objects(minor int) any {
\tswitch minor {
${cases.join('\n')}
\t}
\tpanic("unknown minor")
}

func main() {
\tvar questions []struct {
\t\tMinor int
\t\tGates []string
\t}
\tif err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
\t\tpanic(err)
\t}
\tanswers := []any{}
\tfor _, question := range questions {
\t\tclear(enabled.DefaultFeatureGate)
\t\tfor _, gate := range question.Gates {
\t\t\tenabled.DefaultFeatureGate[gate] = true
\t\t}
\t\traw, err := json.Marshal(objects(question.Minor))
\t\tif err != nil {
\t\t\tpanic(err)
\t\t}
\t\tanswers = append(answers, json.RawMessage(raw))
\t}
\tif err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
\t\tpanic(err)
\t}
}
`;
}

// --- what is kept of an object --------------------------------------------------------------------------------------

const AUTO_UPDATE = 'rbac.authorization.kubernetes.io/autoupdate';
const BOOTSTRAPPING = 'kubernetes.io/bootstrapping';

const ruleText = ({ verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }) =>
  [verbs, apiGroups, resources, resourceNames, nonResourceURLs].map((list) => list.join(',')).join('|');

/** Label keys; a default has no label with another value. */
function labelsOf({ name, labels, annotations }) {
  const { [BOOTSTRAPPING]: bootstrapping, ...rest } = labels;
  const expected = bootstrapping === 'rbac-defaults' && Object.values(rest).every((value) => value === 'true');
  if (!expected || JSON.stringify(annotations) !== JSON.stringify({ [AUTO_UPDATE]: 'true' })) {
    throw new Error(`${name} has labels or annotations that no default has`);
  }
  return Object.keys(rest).sort();
}

function aggregationOf({ aggregationRule }) {
  if (!aggregationRule) return 0;
  return aggregationRule.clusterRoleSelectors.map(({ matchLabels, ...rest }) => {
    const entries = Object.entries(matchLabels);
    if (Object.keys(rest).length > 0 || entries.length !== 1 || entries[0][1] !== 'true')
      throw new Error('other selector');
    return entries[0][0];
  });
}

/** Objects of one run by their key, each as the list of its entries. */
function keyed(objects) {
  const byKey = new Map();
  for (const [kind, list] of Object.entries(objects)) {
    for (const object of list ?? []) {
      const { name, namespace = '' } = object.metadata;
      const isRole = kind === 'R' || kind === 'C';
      const entries = isRole
        ? (object.rules ?? []).map(ruleText)
        : [
            `${object.roleRef.kind}/${object.roleRef.name}`,
            ...(object.subjects ?? []).map((subject) => `${subject.kind}/${subject.namespace ?? ''}/${subject.name}`),
          ];
      if (new Set(entries).size !== entries.length) throw new Error(`${name} repeats an entry`);
      byKey.set(`${kind}\n${namespace}\n${name}`, {
        labels: labelsOf(object.metadata),
        aggregation: isRole ? aggregationOf(object) : 0,
        entries,
      });
    }
  }
  return byKey;
}

/**
 * For each object of a minor and each of its entries the gates that it needs on (`+`) or off (`-`), read from the runs
 * in which it is there.
 */
function conditions(minor, answers) {
  const gates = gatesOf(minor);
  const runs = answers.map((answer, index) => ({
    objects: keyed(answer),
    off: new Set(index === 0 ? [] : offSetsOf(gates)[index - 1]),
  }));
  const literals = (present) => {
    const with_ = runs.filter(({ objects }) => present(objects));
    return gates.flatMap((gate) => {
      if (with_.every(({ off }) => !off.has(gate))) return [`+${gate}`];
      return with_.every(({ off }) => off.has(gate)) ? [`-${gate}`] : [];
    });
  };
  const result = new Map();
  for (const key of new Set(runs.flatMap(({ objects }) => [...objects.keys()]))) {
    const versions = runs.map(({ objects }) => objects.get(key)).filter((object) => object !== undefined);
    const entries = mergedOrder(versions.map((object) => object.entries)).map((entry) => ({
      entry,
      gates: literals((objects) => objects.get(key)?.entries.includes(entry) ?? false),
    }));
    const [{ labels, aggregation }] = versions;
    result.set(key, { labels, aggregation, gates: literals((objects) => objects.has(key)), entries });
  }
  verify(minor, result, runs);
  return result;
}

/** The conditions must give what upstream gives for every run: all gates on, one off, two off, all off. */
function verify(minor, result, runs) {
  for (const { objects, off } of runs) {
    const holds = (literals) => literals.every((literal) => (literal[0] === '-') === off.has(literal.slice(1)));
    const predicted = new Map(
      [...result]
        .filter(([, object]) => holds(object.gates))
        .map(([key, object]) => [key, object.entries.filter((entry) => holds(entry.gates)).map(({ entry }) => entry)]),
    );
    for (const key of new Set([...predicted.keys(), ...objects.keys()])) {
      const [expected, actual] = [predicted.get(key)?.join('\n'), objects.get(key)?.entries.join('\n')];
      if (expected !== actual) {
        throw new Error(`1.${minor} ${JSON.stringify(key)} with ${[...off]} off:\n${expected}\nis really\n${actual}`);
      }
    }
  }
}

const offSetsOf = (gates) => [
  ...gates.map((gate) => [gate]),
  ...gates.flatMap((gate, index) => gates.slice(index + 1).map((other) => [gate, other])),
  gates,
];

// --- the minors side by side ----------------------------------------------------------------------------------------

/** One order for the entries of all runs in which those of each run keep theirs. */
function mergedOrder(lists) {
  let merged = [];
  for (const list of lists) {
    const next = [];
    let at = 0;
    for (const entry of list) {
      const index = merged.indexOf(entry, at);
      if (index < 0) {
        next.push(entry);
        continue;
      }
      next.push(...merged.slice(at, index).filter((each) => !list.includes(each)), entry);
      at = index + 1;
    }
    merged = [...next, ...merged.slice(at).filter((each) => !next.includes(each))];
  }
  return merged;
}

const spanText = (from, to, gates) => `${from === to ? from : `${from}-${to}`}${gates.join('')}`;

/** Spans of minors with the same gates in which the entry is there. */
function spansOf(minorGates) {
  const spans = [];
  for (const minor of MINORS) {
    const gates = minorGates.get(minor);
    const last = spans.at(-1);
    if (gates === undefined) continue;
    if (last !== undefined && last.to === minor - 1 && last.gates.join() === gates.join()) last.to = minor;
    else spans.push({ from: minor, to: minor, gates });
  }
  return spans.map(({ from, to, gates }) => spanText(from, to, gates));
}

function lineOf(key, byMinor) {
  const [kind, namespace, name] = key.split('\n');
  const minors = MINORS.filter((minor) => byMinor.get(minor).has(key));
  const objects = new Map(minors.map((minor) => [minor, byMinor.get(minor).get(key)]));
  const shapes = new Set([...objects.values()].map(({ labels, aggregation }) => JSON.stringify([labels, aggregation])));
  if (shapes.size !== 1) throw new Error(`${name} changes its labels`);
  const [labels, aggregation] = JSON.parse([...shapes][0]);
  const values = [];
  for (const { entry, minorGates } of sideBySide(objects)) {
    const spans = spansOf(minorGates).join(' ');
    const last = values.at(-1);
    if (last?.spans === spans) last.entries.push(entry);
    else values.push({ spans, entries: [entry] });
  }
  const bare = new Map(
    [...objects].filter(([, { entries }]) => entries.length === 0).map(([minor, { gates }]) => [minor, gates]),
  );
  const entries = values.map(({ spans, entries: list }) => [spans, ...list]);
  if (bare.size > 0) entries.push([spansOf(bare).join(' ')]);
  return [kind, namespace, name, labels, aggregation, entries];
}

/** The entries of all minors in one order that is the order of each; an entry that moved comes twice. */
function sideBySide(objects) {
  const merged = [];
  for (const [minor, object] of objects) {
    let at = 0;
    for (const { entry, gates } of object.entries) {
      const found = merged.findIndex((each, index) => index >= at && each.entry === entry);
      const index = found < 0 ? at : found;
      if (found < 0) merged.splice(at, 0, { entry, minorGates: new Map() });
      merged[index].minorGates.set(minor, [...new Set([...object.gates, ...gates])].sort());
      at = index + 1;
    }
  }
  return merged;
}

function main() {
  const questions = [];
  const counts = [];
  for (const minor of MINORS) {
    const gates = gatesOf(minor);
    const sets = [gates, ...offSetsOf(gates).map((off) => gates.filter((gate) => !off.includes(gate)))];
    counts.push(sets.length);
    questions.push(...sets.map((set) => ({ minor, gates: set })));
  }
  const answers = runUpstream(questions);
  const byMinor = new Map();
  let start = 0;
  MINORS.forEach((minor, index) => {
    byMinor.set(minor, conditions(minor, answers.slice(start, start + counts[index])));
    start += counts[index];
  });
  const keys = [...new Set([...byMinor.values()].flatMap((objects) => [...objects.keys()]))].sort();
  const lines = keys.map((key) => JSON.stringify(lineOf(key, byMinor)));
  const text = `[\n${lines.join(',\n')}\n]`;
  mkdirSync(join(TARGET, '..'), { recursive: true });
  writeFileSync(TARGET, `${HEADER}\nexport const bootstrapRBAC = ${templateLiteral(text)};\n`);
  process.stdout.write(`${keys.length} objects, ${text.length} characters\n`);
}

main();
