// Measures role-based access control on a made-up cluster of 10,000 roles and 100,000 bindings and prints the figures.
//   node bench/rbac.mjs [--roles 10000] [--bindings 100000] [--seed 1] [--cluster FILE] [--check]
// The cluster is read from FILE (a List in JSON), or made here. With --check the exit code is 1 when a figure misses
// its goal. The engine is bundled first, as users run it.
import { readFileSync } from 'node:fs';
import { bundled } from './bundled.mjs';

const argument = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};

/** A generator that gives the same numbers for the same seed. */
function random(seed) {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4294967296;
  };
  const below = (count) => Math.floor(next() * count);
  return { below, pick: (list) => list[below(list.length)], chance: (share) => next() < share };
}

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
const RESOURCES = [
  'pods',
  'services',
  'configmaps',
  'secrets',
  'deployments',
  'jobs',
  'events',
  'pods/log',
  'pods/exec',
  'leases',
];
const GROUPS = { deployments: 'apps', jobs: 'batch', leases: 'coordination.k8s.io' };

function madeUpCluster({ roles, bindings, seed }) {
  const { below, pick, chance } = random(seed);
  const namespaceOf = (index) => `team-${index % 100}`;
  const rule = () => {
    const resource = pick(RESOURCES);
    const verbs = chance(0.05) ? ['*'] : [...new Set(Array.from({ length: 1 + below(4) }, () => pick(VERBS)))];
    const names = chance(0.2) ? { resourceNames: [`name-${below(50)}`] } : {};
    return { apiGroups: [GROUPS[resource] ?? ''], resources: [resource], verbs, ...names };
  };
  const subject = () => {
    const kind = below(3);
    if (kind === 0) return { kind: 'User', name: `user-${below(2000)}` };
    if (kind === 1) return { kind: 'Group', name: `group-${below(200)}` };
    return { kind: 'ServiceAccount', name: `sa-${below(5)}`, namespace: namespaceOf(below(100)) };
  };
  const items = [];
  for (let index = 0; index < roles; index++) {
    const cluster = index % 4 === 0;
    const metadata = { name: `role-${index}`, ...(cluster ? {} : { namespace: namespaceOf(index) }) };
    items.push({ kind: cluster ? 'ClusterRole' : 'Role', metadata, rules: Array.from({ length: 1 + below(5) }, rule) });
  }
  for (let index = 0; index < bindings; index++) {
    const cluster = index % 10 === 0;
    const chosen = below(roles);
    const usesClusterRole = cluster || chosen % 4 === 0;
    const role = usesClusterRole ? chosen - (chosen % 4) : chosen;
    const namespace = usesClusterRole ? namespaceOf(index) : namespaceOf(role);
    items.push({
      kind: cluster ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: { name: `binding-${index}`, ...(cluster ? {} : { namespace }) },
      subjects: Array.from({ length: 1 + below(3) }, subject),
      roleRef: { kind: usesClusterRole ? 'ClusterRole' : 'Role', name: `role-${role}` },
    });
  }
  return items;
}

function requests({ resourceAttributes, userInfo }, count, seed) {
  const { below, pick, chance } = random(seed);
  return Array.from({ length: count }, () => {
    const resource = pick(RESOURCES);
    const [name, subresource = ''] = resource.split('/');
    const verb = pick(VERBS);
    const account = chance(0.3);
    const namespace = `team-${below(100)}`;
    const user = account
      ? userInfo({
          name: `system:serviceaccount:team-${below(100)}:sa-${below(5)}`,
          groups: ['system:serviceaccounts', 'system:authenticated'],
        })
      : userInfo({
          name: `user-${below(2000)}`,
          groups: [`group-${below(200)}`, `group-${below(200)}`, 'system:authenticated'],
        });
    const named = verb !== 'create' && verb !== 'list' && chance(0.5);
    return resourceAttributes({
      user,
      verb,
      apiGroup: GROUPS[name] ?? '',
      apiVersion: 'v1',
      resource: name,
      subresource,
      namespace: chance(0.9) ? namespace : '',
      name: named ? `name-${below(60)}` : '',
    });
  });
}

/**
 * The time that the work takes on a machine of its own: by the clock, or of the processor where other programs make the
 * clock run faster (and helper threads of the engine do not make it more).
 */
const milliseconds = (work) => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { result, elapsed: Math.min(wall, (user + system) / 1000) };
};

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const figures = [];

function report(name, value, unit, goal, best) {
  figures.push(best === 'high' ? value >= goal : value <= goal);
  const shown = value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 1 ? 4 : 2);
  const sign = best === 'high' ? '>=' : '<=';
  const missed = figures.at(-1) ? '' : '  MISSED';
  process.stdout.write(
    `${name.padEnd(34)} ${shown.padStart(12)} ${unit.padEnd(12)} goal ${sign} ${goal.toLocaleString('en')}${missed}\n`,
  );
}

function measureDecisions(index, questions) {
  const decide = () => {
    let allowed = 0;
    for (const question of questions) if (index.authorize(question).decision === 'allow') allowed += 1;
    return allowed;
  };
  const cold = milliseconds(decide);
  const rounds = Array.from({ length: 51 }, () => milliseconds(decide).elapsed);
  report('decisions, warm', (questions.length / median(rounds)) * 1000, 'per second', 500_000, 'high');
  const first = Math.round((questions.length / cold.elapsed) * 1000).toLocaleString('en');
  const share = ((100 * cold.result) / questions.length).toFixed(1);
  process.stdout.write(`  of which allowed: ${share} %; the first time ${first} per second\n`);
}

function measureUpdates(index, objects, questions) {
  for (const kind of ['ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding']) {
    const some = objects.filter((object) => object.kind === kind).slice(0, 2000);
    const times = some.map(
      (object, at) =>
        milliseconds(() => {
          index.delete(kind, object.metadata.namespace ?? '', object.metadata.name);
          index.set(kind, object);
          return index.authorize(questions[at]);
        }).elapsed,
    );
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    report(`remove, add and ask, ${kind}`, mean, 'ms each', 1, 'low');
  }
}

function measureWhoCan({ whoCan, whoCanAnywhere }, index, example) {
  const asked = ['pods', 'secrets', 'deployments'].flatMap((resource) =>
    ['get', 'delete'].map((verb) => ({
      ...example,
      verb,
      resource,
      subresource: '',
      apiGroup: GROUPS[resource] ?? '',
      namespace: 'team-7',
      name: '',
    })),
  );
  const times = asked.map((question) => Array.from({ length: 7 }, () => milliseconds(() => whoCan(index, question))));
  const slowest = Math.max(...times.map((repeated) => median(repeated.map(({ elapsed }) => elapsed))));
  report('who-can, slowest of 6', slowest, 'ms', 50, 'low');
  process.stdout.write(`  subjects found: ${times.map(([{ result }]) => result.length).join(', ')}\n`);
  const anywhere = Array.from({ length: 5 }, () => milliseconds(() => whoCanAnywhere(index, asked[0])));
  const elapsed = median(anywhere.map((each) => each.elapsed)).toFixed(0);
  process.stdout.write(`  in any namespace: ${elapsed} ms for ${anywhere[0].result.length} subjects\n`);
}

const KINDS = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

async function main() {
  const module = await bundled(
    `export * from './rbac/index.js';\nexport * from './authorization/index.js';`,
    'packages/engine/src',
  );
  const { RbacIndex } = module;
  const size = { roles: Number(argument('roles', 10_000)), bindings: Number(argument('bindings', 100_000)) };
  const seed = Number(argument('seed', 1));
  const file = argument('cluster');
  const items = file === undefined ? madeUpCluster({ ...size, seed }) : JSON.parse(readFileSync(file, 'utf8')).items;
  const objects = items.filter(({ kind }) => KINDS.has(kind));

  const index = new RbacIndex();
  const built = milliseconds(() => {
    for (const object of objects) index.set(object.kind, object);
  });
  report('index build', built.elapsed, 'ms', 1000, 'low');

  const questions = requests(module, 10_000, seed + 1);
  measureDecisions(index, questions);
  measureUpdates(index, objects, questions);
  measureWhoCan(module, index, questions[0]);
  if (process.argv.includes('--check') && figures.includes(false)) process.exitCode = 1;
}

await main();
