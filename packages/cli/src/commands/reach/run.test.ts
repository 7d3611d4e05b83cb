import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Outcome, runCommand } from '../run-command.test-support.js';

const workload = (namespace: string, name: string, port: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
      - {name: main, image: registry.example/app:1, ports: [${port}]}
---
`;
const WORKLOADS =
  workload('shop', 'web', '{name: http, containerPort: 8080}') +
  workload('shop', 'db', '{containerPort: 5432}') +
  workload('ops', 'agent', '{containerPort: 9000}') +
  `apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  selector: {app: db}
  ports: [{port: 5433, targetPort: 5432}]
`;
const POLICIES = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec:
  podSelector: {}
  policyTypes: [Ingress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
  - from:
    - podSelector: {matchLabels: {app: web}}
    ports:
    - port: 5432
`;
const REFUSED = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bad, namespace: ops}
spec:
  podSelector: {}
  ingress:
  - from:
    - ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}
`;

let folder: string;
const file = (name: string, content: string): void => writeFileSync(join(folder, name), content);
const reach = (...args: string[]): Promise<Outcome> => runCommand(['reach', ...args], { cwd: folder });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-reach-'));
  mkdirSync(join(folder, 'old'));
  mkdirSync(join(folder, 'new'));
  file('old/all.yaml', WORKLOADS);
  file('new/all.yaml', WORKLOADS);
  file('new/policies.yaml', POLICIES);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('bulkhead reach', () => {
  it('lists who reaches whom, alike ones in one row', async () => {
    const { stdout, exitCode } = await reach('new');
    const rows = stdout.split('\n').slice(0, 4);
    expect(rows.map((row) => row.split(/ {2,}/).join(' | '))).toEqual([
      'FROM | TO | PORTS',
      'every workload | every address | all',
      'everything | ops/agent | all',
      'shop/web | shop/db | TCP 5432',
    ]);
    expect(stdout).toContain('[network-policy/enforcement]');
    expect(exitCode).toBe(0);
  });

  it('writes the pinned JSON', async () => {
    const { stdout } = await reach('new', '--format', 'json');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ apiVersion: 'bulkhead.dev/v1', kind: 'Reachability', problems: [], errors: [] });
    expect(report.connections).toContainEqual({
      from: { kind: 'workload', namespace: 'shop', name: 'web' },
      to: { kind: 'workload', namespace: 'shop', name: 'db' },
      ports: [{ protocol: 'TCP', from: 5432, to: 5432 }],
    });
    expect(report.connections).toContainEqual({
      from: { kind: 'ip', cidr: '0.0.0.0/0' },
      to: { kind: 'workload', namespace: 'ops', name: 'agent' },
      ports: 'all',
    });
  });

  it('gives hints their line', async () => {
    file('new/loose.yaml', POLICIES.replace('name: db,', 'name: loose,').replace('app: web', 'app: gone'));
    const { stdout } = await reach('new', '--format', 'json');
    const hints: { id: string; object: { name: string }; file: string; line: number }[] = JSON.parse(stdout).hints;
    const hint = hints.find(({ id, object }) => id.endsWith('/peer-selects-nothing') && object.name === 'loose');
    expect(hint).toMatchObject({ file: 'new/loose.yaml', line: 15 });
  });

  it('names refused policies in the words of the API server, and they grant nothing', async () => {
    file('new/refused.yaml', REFUSED);
    const { stdout, stderr, exitCode } = await reach('new', '--format', 'json');
    expect(JSON.parse(stdout).problems).toMatchObject([
      {
        object: { kind: 'NetworkPolicy', namespace: 'ops', name: 'bad' },
        fieldPath: 'spec.ingress[0].from[0].ipBlock.except[0]',
        message: 'Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`',
        file: 'new/refused.yaml',
        line: 8,
      },
    ]);
    expect(stderr).toContain('new/refused.yaml:8: NetworkPolicy ops/bad is refused and grants nothing: ');
    expect(exitCode).toBe(2);
  });

  it('names policies that cannot be decoded', async () => {
    file('new/refused.yaml', REFUSED.replace('podSelector: {}', 'podSelector: web'));
    const { stdout, exitCode } = await reach('new', '--format', 'json');
    const [problem] = JSON.parse(stdout).problems;
    expect(problem).toMatchObject({ fieldPath: 'spec.podSelector', line: 5 });
    expect(problem.message).toContain('json: cannot unmarshal string into Go struct field');
    expect(exitCode).toBe(2);
  });

  it('says that input could not be read', async () => {
    file('new/broken.yaml', 'a: [');
    const { stderr, exitCode } = await reach('new');
    expect(stderr).toContain('broken.yaml');
    expect(exitCode).toBe(3);
  });

  it('shows the list of one side', async () => {
    const { stdout } = await reach('new', '--to', 'shop/db', '--format', 'csv');
    expect(stdout).toBe('from,to,protocol,first port,last port\nshop/web,shop/db,TCP,5432,5432\n');
    const fromOutside = await reach('new', '--from', '192.0.2.1', '--format', 'csv');
    expect(fromOutside.stdout.split('\n')[1]).toBe('0.0.0.0/0,ops/agent,all,1,65535');
  });

  it('draws: every workload once, also those that nothing reaches', async () => {
    const html = await reach('new', '--format', 'html', '--output', 'reach.html');
    expect(html).toMatchObject({ stdout: '', exitCode: 0 });
    const page = readFileSync(join(folder, 'reach.html'), 'utf8');
    expect(page).not.toMatch(/<script|https?:|src=|@import|url\(/);
    for (const name of ['web', 'db', 'agent']) expect(page.split(`>${name}</th>`)).toHaveLength(2);
    expect(page).toContain('title="shop/web → shop/db: TCP 5432"');
    const { stdout } = await reach('new', '--format', 'dot');
    expect(stdout).toContain('  "workload shop/web" -> "workload shop/db" [label="TCP 5432", color=steelblue];\n');
  });

  it('shows what is open to strangers', async () => {
    const { stdout } = await reach('new', '--exposure', '--format', 'csv');
    expect(stdout).toContain('ops/agent,ingress,false,unknown pods,all\n');
    expect(stdout).toContain('shop/db,ingress,true,unknown pods,none\n');
    const table = await reach('new', '--exposure');
    expect(table.stdout).toMatch(/^shop\/web +isolated +none +none +open +all: 0.0.0.0\/0 +all$/m);
    expect(JSON.parse((await reach('new', '--exposure', '--format', 'json')).stdout)).toMatchObject({
      kind: 'Exposure',
    });
  });
});

describe('questions', () => {
  it('are answered rule by rule with the lines', async () => {
    const { stdout, exitCode } = await reach('new', '--from', 'shop/web', '--to', 'svc:shop/db', '--port', '5433');
    expect(stdout.split('\n')).toEqual([
      'yes - egress is not restricted; ingress is allowed by shop/db',
      'shop/web to svc:shop/db, TCP 5433, port 5432 of the pods',
      '',
      'egress of shop/web: no policy selects it: open',
      '',
      'ingress of shop/db',
      '  NetworkPolicy shop/db  new/policies.yaml:13',
      '    allow  spec.ingress[0]: peers and ports match  new/policies.yaml:14',
      '  NetworkPolicy shop/deny  new/policies.yaml:4',
      '    no ingress rule: nothing is let through',
      '',
    ]);
    expect(exitCode).toBe(0);
  });

  it('answered no have exit code 1, and say what did not match', async () => {
    const { stdout, exitCode } = await reach('new', '--from', 'ops/agent', '--to', 'shop/db', '--port', '80');
    expect(stdout).toMatch(/^no - ingress is isolated by shop\/db, shop\/deny, of which no rule allows it\n/);
    expect(stdout).toContain('    -      spec.ingress[0]: neither peers nor ports match  new/policies.yaml:14\n');
    expect(exitCode).toBe(1);
  });

  it('have an answer in JSON', async () => {
    const question = ['--from', '192.0.2.9', '--to', 'shop/db', '--port', '5432', '--protocol', 'udp'];
    const answer = JSON.parse((await reach('new', ...question, '--format', 'json')).stdout);
    expect(answer).toMatchObject({
      kind: 'ConnectionAnswer',
      question: { from: { kind: 'ip', ip: '192.0.2.9' }, protocol: 'UDP' },
      allowed: false,
      ingress: { isolated: true, allowedBy: [] },
      explanation: [
        { direction: 'egress', subject: '' },
        { direction: 'ingress', subject: 'shop/db', policies: [{ title: 'shop/db' }, { title: 'shop/deny' }] },
      ],
    });
  });

  it('come in batches, matched by id', async () => {
    const lines = [
      '{"id":"a","from":{"kind":"workload","namespace":"shop","name":"web"},"to":{"kind":"service","namespace":"shop","name":"db"},"port":5433,"protocol":"TCP"}',
      '{"id":2,"from":"ops/agent","to":"shop/db","port":5432}',
      '',
    ];
    const batch = ['reach', 'new', '--batch', '-', '--format', 'json'];
    const { stdout, exitCode } = await runCommand(batch, { cwd: folder, stdin: lines.join('\n') });
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers).toMatchObject([
      {
        id: 'a',
        allowed: true,
        partial: false,
        implementationDefined: false,
        egress: { isolated: false, allowedBy: [] },
      },
      { id: 2, allowed: false },
    ]);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['not JSON', 'no JSON'],
    ['[]', 'a question is a JSON object'],
    ['{"id":1,"from":3,"to":"a/b","port":1}', 'from: expected an object'],
    ['{"id":1,"from":"a","to":"a/b","port":1}', 'from: expected NAMESPACE/NAME'],
    ['{"id":1,"from":"a/b","to":{"kind":"pod","name":1},"port":1}', 'to.name: expected a text'],
    ['{"id":1,"from":"a/b","to":{"kind":"planet"},"port":1}', 'to.kind: expected one of'],
    ['{"id":1,"from":"a/b","to":"a/b","port":"http"}', 'port: expected a number'],
  ])('that are none are told so: %s', async (line, reason) => {
    const { stdout, exitCode } = await runCommand(['reach', 'new', '--batch', '-'], { cwd: folder, stdin: line });
    expect(JSON.parse(stdout).error).toContain(reason);
    expect(exitCode).toBe(2);
  });
});

describe('changes', () => {
  it('are shown as what opens and what closes', async () => {
    const { stdout, exitCode } = await reach('--diff', 'old', 'new');
    const rows = stdout.split('\n').map((row) => row.split(/ {2,}/).join(' | '));
    expect(rows).toContain('changes | shop/web | shop/db | all | TCP 5432');
    expect(rows).toContain('closes | everything | shop/web | all | none');
    expect(rows.at(-2)).toBe('6 pairs: 5 closed, 1 with other ports');
    expect(exitCode).toBe(1);
    const back = await reach('--diff', 'new', 'old', '--format', 'csv');
    expect(back.stdout).toContain('added,ops/agent,shop/db,none,all\n');
  });

  it('there are none between the same', async () => {
    expect(await reach('--diff', 'new', 'new')).toMatchObject({
      stdout: 'nothing opens, nothing closes\n',
      exitCode: 0,
    });
  });

  it.each(['json', 'dot', 'html'])('are written as %s', async (format) => {
    const { stdout, exitCode } = await reach('--diff', 'old', 'new', '--format', format);
    expect(stdout).toMatch(/"kind":"ReachabilityDiff"|color=firebrick|<td class="removed/);
    expect(exitCode).toBe(1);
  });
});

describe('suggest', () => {
  it('writes policies that keep the flows and close the rest', async () => {
    file('flows.csv', 'from,to,port,protocol\n# observed\nshop/web,svc:shop/db,5433,TCP\n192.0.2.1,shop/web,8080\n');
    const { stdout, stderr, exitCode } = await reach('suggest', 'old', '--flows', 'flows.csv');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    file('old/suggested.yaml', stdout);
    const after = await reach('old', '--format', 'csv');
    expect(after.stdout.trim().split('\n').slice(1).toSorted()).toEqual([
      '192.0.2.1/32,shop/web,TCP,8080,8080',
      'shop/web,shop/db,TCP,5432,5432',
    ]);
    expect(after.exitCode).toBe(0);
  });

  it('names flows that it cannot keep', async () => {
    file(
      'flows.jsonl',
      '{"from":"shop/web","to":"shop/gone","port":1}\n{"from":"node:n1","to":"shop/db","port":5432}\n',
    );
    const { stderr } = await reach('suggest', 'old', '--flows', 'flows.jsonl');
    expect(stderr).toContain('flows.jsonl:1: workload shop/gone is not in the input\n');
    expect(stderr).toContain('flows.jsonl:2: the address of a machine is not in the input');
  });

  it.each([
    ['shop/web,shop/db,http', 'flows.csv:1: port: "http": expected a number'],
    ['web,shop/db,80', 'flows.csv:1: from: "web": expected NAMESPACE/NAME'],
    ['{"from":', 'flows.csv:1: no JSON'],
  ])('says which line is no flow: %s', async (line, message) => {
    file('flows.csv', line);
    const { stderr, exitCode } = await reach('suggest', 'old', '--flows', 'flows.csv');
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});

describe('wrong usage', () => {
  it.each<[string[], string]>([
    [[], 'name a file'],
    [['gone'], 'gone: '],
    [['new', '--from', 'web'], '--from "web": expected NAMESPACE/NAME'],
    [['new', '--from', 'shop/gone'], '--from: workload shop/gone is not in the input'],
    [['new', '--to', 'svc:shop/db'], '--to: the list has workloads and addresses'],
    [['new', '--port', '80'], '--port asks one question: add --from and --to'],
    [['new', '--protocol', 'UDP'], '--protocol is about one port'],
    [['new', '--from', 'shop/web', '--to', 'shop/db', '--port', '0'], '--port "0": expected a number from 1 to 65535'],
    [
      ['new', '--from', 'shop/web', '--to', 'shop/db', '--port', '80', '--protocol', 'ICMP'],
      'expected TCP, UDP or SCTP',
    ],
    [['new', '--from', 'default/web', '--to', 'shop/db', '--port', '80'], 'not in the input; the input has shop/web'],
    [['new', '--from', 'shop/web', '--to', 'shop/db', '--port', '80', '--format', 'html'], 'use table or json'],
    [['--diff', 'new'], '--diff compares two paths'],
    [['new', '--diff', '--exposure'], '--diff does not go with --exposure'],
    [['new', '--exposure', '--format', 'dot'], 'use table, json or csv'],
    [['suggest', 'new'], 'name it with --flows FILE'],
    [['new', '--flows', 'x'], '--flows belongs to reach suggest PATH'],
    [['suggest', 'new', '--flows', 'gone.csv'], 'cannot read flows from gone.csv: no such file or folder'],
    [['new', '--batch', 'gone.jsonl'], 'cannot read questions from gone.jsonl: no such file or folder'],
    [['-', '--batch', '-'], 'cannot both read stdin'],
    [['new', '--format', 'yaml'], 'yaml'],
  ])('%j', async (args, message) => {
    const { stdout, stderr, exitCode } = await reach(...args);
    expect(stderr).toContain(message);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  });
});
