import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Disk, realDisk } from './disk.js';
import { errorsOf, filesOf, folderOf, pod, readIn } from './folder.test-support.js';

const nothing = { files: [], errors: [], notes: [] };

describe('PATH', () => {
  it('is a file', async () => {
    const folder = folderOf({ 'a.yaml': pod('a') });
    const input = await readIn(folder, ['./a.yaml']);
    expect(filesOf(input)).toEqual(['a.yaml: 1']);
    expect(input.errors).toEqual([]);
    expect(input.notes).toEqual([]);
    expect(filesOf(await readIn(folder, [join(folder, 'a.yaml')]))).toEqual([`${folder}/a.yaml: 1`]);
  });

  it('may have any extension when it is named', async () => {
    expect(filesOf(await readIn(folderOf({ 'pod.txt': pod('a') }), ['pod.txt']))).toEqual(['pod.txt: 1']);
  });

  it('is a folder, read in the order of names', async () => {
    const folder = folderOf({
      'deploy/b.yml': pod('b'),
      'deploy/a/z.json': '{"apiVersion":"v1","kind":"Pod"}',
      'deploy/a.yaml': `${pod('a')}---\n${pod('a2')}`,
      'deploy/README.md': 'kind: Pod',
      'deploy/.git/config.yaml': pod('no'),
      'deploy/.hidden/x.yaml': pod('no'),
      'deploy/node_modules/x/x.yaml': pod('no'),
    });
    const input = await readIn(folder, ['deploy/']);
    expect(filesOf(input)).toEqual(['deploy/a.yaml: 2', 'deploy/a/z.json: 1', 'deploy/b.yml: 1']);
    expect({ ...input, files: [] }).toEqual(nothing);
    expect(filesOf(await readIn(join(folder, 'deploy'), ['.']))).toEqual(['a.yaml: 2', 'a/z.json: 1', 'b.yml: 1']);
    expect(filesOf(await readIn(join(folder, 'deploy/a'), ['../b.yml']))).toEqual(['../b.yml: 1']);
  });

  it('is stdin', async () => {
    const input = await readIn('/', ['-', '-'], { text: pod('a') });
    expect(filesOf(input)).toEqual(['<stdin>: 1']);
    expect(input.errors).toEqual([]);
  });

  it.each([
    ['', ['<stdin>:1:1: holds no Kubernetes object']],
    ['# nothing\n---\n', ['<stdin>:1:1: holds no Kubernetes object']],
    ['a: [', ['<stdin>:1:6: did not find expected node content (parsing a flow node']],
  ])('is stdin with %j', async (text, errors) => {
    const input = await readIn('/', ['-'], { text });
    expect(input.files).toEqual([]);
    expect(errorsOf(input)).toEqual(errors.map((error) => expect.stringContaining(error)));
  });

  it('is stdin that is too long, or breaks', async () => {
    const long = await readIn('/', ['-'], { text: pod('a'), limits: { fileBytes: 10 } });
    expect(errorsOf(long)).toEqual(['<stdin>:1:1: not read: it has more than 1 MiB']);
    const stdin = new Readable({ read: () => stdin.destroy(new Error('the writer died')) });
    expect(errorsOf(await readIn('/', ['-'], { stdin }))).toEqual(['<stdin>:1:1: cannot read: the writer died']);
  });

  it.each([
    ['nowhere.yaml', 'nowhere.yaml:1:1: no such file or folder'],
    ['a.yaml/b.yaml', 'a.yaml/b.yaml:1:1: no such file or folder'],
    ['', '"":1:1: the PATH is empty; give "." for this folder'],
    [
      'https://a.example/x.yaml',
      'https://a.example/x.yaml:1:1: addresses are not read: download it, or pipe it into "-"',
    ],
    ['HTTP://a.example', 'HTTP://a.example:1:1: addresses are not read: download it, or pipe it into "-"'],
    ['empty', 'empty:1:1: no .yaml, .yml or .json file in empty'],
    ['foreign', 'foreign:1:1: no Kubernetes object in foreign'],
    ['*.yml', '*.yml:1:1: no .yaml, .yml or .json file in *.yml'],
    ['b\u001b[2J.yaml', 'b\\u001b[2J.yaml:1:1: no such file or folder'],
    [
      'x\0y',
      "x\\u0000y:1:1: cannot read: The argument 'path' must be a string, Uint8Array, or URL without null bytes. Received '/",
    ],
    [`${'n'.repeat(300)}.yaml`, `${'n'.repeat(300)}.yaml:1:1: cannot read: the path is too long`],
    ['/dev/zero', '/dev/zero:1:1: not read: it is a device, not a file or folder'],
  ])('%j is refused', async (path, expected) => {
    const folder = folderOf({ 'a.yaml': pod('a'), 'foreign/values.yaml': 'a: 1' });
    mkdirSync(join(folder, 'empty'));
    const input = await readIn(folder, [path]);
    expect(input.files).toEqual([]);
    expect(errorsOf(input)).toEqual([expect.stringContaining(expected)]);
  });

  it('may be named twice, and is read once', async () => {
    const folder = folderOf({ 'd/a.yaml': pod('a'), 'd/b.yaml': pod('b') });
    symlinkSync(join(folder, 'd'), join(folder, 'link'));
    const input = await readIn(folder, ['d/b.yaml', 'd', './d', 'link', 'd/*.yaml', 'd']);
    expect(filesOf(input)).toEqual(['d/b.yaml: 1', 'd/a.yaml: 1']);
    expect(input.errors).toEqual([]);
  });
});

describe('a pattern', () => {
  const files = {
    'a/x.yaml': pod('x'),
    'a/y.json': '{"apiVersion":"v1","kind":"Pod"}',
    'b/x.yaml': pod('x'),
    'b/n.md': '',
  };

  it.each([
    ['*/x.yaml', ['a/x.yaml: 1', 'b/x.yaml: 1']],
    ['a/*', ['a/x.yaml: 1', 'a/y.json: 1']],
    ['**/*.{json,md}', ['a/y.json: 1']],
    ['./[ab]/x.yaml', ['a/x.yaml: 1', 'b/x.yaml: 1']],
  ])('%s', async (pattern, expected) => {
    const input = await readIn(folderOf(files), [pattern]);
    expect(filesOf(input)).toEqual(expected);
    expect(input.errors).toEqual([]);
  });

  it('is a name where there is a file of that name', async () => {
    expect(filesOf(await readIn(folderOf({ 'a[1].yaml': pod('a'), 'a1.yaml': pod('b') }), ['a[1].yaml']))).toEqual([
      'a[1].yaml: 1',
    ]);
  });

  it('may be absolute, or lead up', async () => {
    const folder = folderOf(files);
    expect(filesOf(await readIn('/', [`${folder}/*/y.json`]))).toEqual([`${folder}/a/y.json: 1`]);
    expect(filesOf(await readIn(join(folder, 'b'), ['../a/*.json']))).toEqual(['../a/y.json: 1']);
  });

  it('passes over files of other programs as a folder does', async () => {
    const input = await readIn(folderOf({ 'a.yaml': pod('a'), 'values.yaml': 'a: 1' }), ['*.yaml']);
    expect(filesOf(input)).toEqual(['a.yaml: 1']);
    expect(input.notes).toEqual(['passed over, no Kubernetes objects: values.yaml']);
  });

  it('follows links inside, not those that lead out, and no loops', async () => {
    const outside = folderOf({ 'secret.yaml': pod('secret') });
    const folder = folderOf({ 'p/real/a.yaml': pod('a') });
    symlinkSync('..', join(folder, 'p/real/loop'));
    symlinkSync('real/a.yaml', join(folder, 'p/link.yaml'));
    symlinkSync('nowhere', join(folder, 'p/broken.yaml'));
    symlinkSync(outside, join(folder, 'p/out'));
    symlinkSync(join(outside, 'secret.yaml'), join(folder, 'p/out.yaml'));
    const input = await readIn(folder, ['p/**/*.yaml']);
    expect(filesOf(input)).toEqual(['p/real/a.yaml: 1']);
    expect(errorsOf(input).sort()).toEqual([
      'p/broken.yaml:1:1: cannot read: it is a symbolic link to nothing, or vanished meanwhile',
      'p/out.yaml:1:1: not read: the link leads out of p; give its target as a PATH as well',
      'p/out:1:1: not read: the link leads out of p; give its target as a PATH as well',
    ]);
  });

  it('tells of folders that it cannot look into, and stops at its limits', async () => {
    const folder = folderOf({ 'a/x.yaml': pod('x'), 'b/x.yaml': pod('x') });
    const input = await readIn(folder, ['*/x.yaml'], { disk: failingAt(join(folder, 'a')) });
    expect(filesOf(input)).toEqual(['b/x.yaml: 1']);
    expect(errorsOf(input)).toEqual(['a:1:1: cannot read the folder: permission denied']);
    const few = await readIn(folder, ['*/x.yaml'], { limits: { files: 1 } });
    expect(errorsOf(few)).toEqual(['*/x.yaml:1:1: matches more than 1 manifest files: not all are read']);
    const narrow = await readIn(folder, ['**/x.yaml'], { limits: { entries: 2 } });
    expect(errorsOf(narrow)).toEqual(['.:1:1: holds more than 2 entries: not all of it is read']);
  });
});

/** A disk that refuses one path. */
function failingAt(path: string, code = 'EACCES'): Disk {
  const check = (asked: string): void => {
    if (asked === path) throw Object.assign(new Error(`${code}: ${asked}`), { code });
  };
  return {
    ...realDisk,
    list: (folder) => {
      check(folder);
      return realDisk.list(folder);
    },
    read: (file, maxBytes) => {
      check(file);
      return realDisk.read(file, maxBytes);
    },
  };
}

describe('what cannot be read', () => {
  it.each([
    ['EACCES', 'permission denied'],
    ['ENOENT', 'no such file or folder'],
    ['EIO', 'EIO'],
  ])('a file that fails with %s', async (code, words) => {
    const folder = folderOf({ 'a.yaml': pod('a'), 'b.yaml': pod('b') });
    const disk = failingAt(join(folder, 'b.yaml'), code);
    const input = await readIn(folder, ['.'], { disk });
    expect(filesOf(input)).toEqual(['a.yaml: 1']);
    expect(errorsOf(input)).toEqual([expect.stringContaining(`b.yaml:1:1: cannot read: ${words}`)]);
  });

  it('a folder, inside or named', async () => {
    const folder = folderOf({ 'd/a.yaml': pod('a'), 'd/sub/b.yaml': pod('b') });
    const inside = await readIn(folder, ['d'], { disk: failingAt(join(folder, 'd/sub')) });
    expect(filesOf(inside)).toEqual(['d/a.yaml: 1']);
    expect(errorsOf(inside)).toEqual(['d/sub:1:1: cannot read the folder: permission denied']);
    const named = await readIn(folder, ['d'], { disk: failingAt(join(folder, 'd')) });
    expect(errorsOf(named)).toEqual(['d:1:1: cannot read the folder: permission denied']);
  });

  it('a sparse file of a gigabyte, without reading it', async () => {
    const folder = folderOf({ 'a.yaml': pod('a'), 'big.yaml': '' });
    truncateSync(join(folder, 'big.yaml'), 1024 ** 3);
    const started = performance.now();
    const input = await readIn(folder, ['.']);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(filesOf(input)).toEqual(['a.yaml: 1']);
    expect(errorsOf(input)).toEqual(['big.yaml:1:1: not read: it has 1024 MiB, more than 256 MiB; give it in parts']);
  });

  it.skipIf(process.platform === 'win32')('pipes, sockets and links to devices, without waiting', async () => {
    const folder = folderOf({ 'a.yaml': pod('a') });
    execFileSync('mkfifo', [join(folder, 'pipe.yaml'), join(folder, 'pipe')]);
    const server = createServer().listen(join(folder, 'socket.json'));
    await new Promise((resolve) => server.once('listening', resolve));
    symlinkSync('/dev/zero', join(folder, 'zero.yaml'));
    const input = await readIn(folder, ['.', 'pipe']);
    server.close();
    expect(filesOf(input)).toEqual(['a.yaml: 1']);
    expect(errorsOf(input)).toEqual([
      'pipe.yaml:1:1: not read: it is a pipe, not a file',
      'socket.json:1:1: not read: it is a socket, not a file',
      'zero.yaml:1:1: not read: the link leads out of .; give its target as a PATH as well',
      'pipe:1:1: not read: it is a pipe; pipe into "-" instead',
    ]);
  });

  it('more than the limits allow', async () => {
    const folder = folderOf({ 'a.yaml': pod('a'), 'b.yaml': pod('b'), 'c.yaml': pod('c'), 'd/e.yaml': pod('e') });
    const few = await readIn(folder, ['.'], { limits: { files: 2 } });
    expect(few.files).toHaveLength(2);
    expect(errorsOf(few)).toEqual([
      '.:1:1: holds more than 2 manifest files: not all of it is read; give smaller folders',
    ]);
    const narrow = await readIn(folder, ['.'], { limits: { entries: 4 } });
    expect(errorsOf(narrow)).toEqual(['.:1:1: holds more than 4 entries: not all of it is read; give smaller folders']);
    const small = await readIn(folder, ['.'], { limits: { totalBytes: 100 } });
    expect(filesOf(small)).toEqual(['a.yaml: 1', 'b.yaml: 1']);
    expect(errorsOf(small)).toEqual([
      'c.yaml:1:1: not read, and neither are d/e.yaml: the whole input is too large; give it in parts',
    ]);
    const objects = await readIn(folder, ['.'], { limits: { objects: 3 } });
    expect(errorsOf(objects)).toEqual(['d/e.yaml:1:1: not read: the whole input is too large; give it in parts']);
  });
});

describe('symbolic links', () => {
  it('are followed inside the folder; loops end', async () => {
    const folder = folderOf({ 'z/a.yaml': pod('a'), 'data/..1/c.yaml': pod('c') });
    symlinkSync('../z', join(folder, 'z/self'));
    symlinkSync('..', join(folder, 'z/root'));
    symlinkSync('../..', join(folder, 'z/up'));
    symlinkSync('z', join(folder, 'b'));
    symlinkSync('z/a.yaml', join(folder, 'again.yaml'));
    // As kubelet mounts a ConfigMap.
    symlinkSync('..1', join(folder, 'data/..data'));
    symlinkSync('..data/c.yaml', join(folder, 'data/c.yaml'));
    const input = await readIn(folder, ['.']);
    expect(filesOf(input)).toEqual(['data/c.yaml: 1', 'z/a.yaml: 1']);
    expect(input.errors).toEqual([]);
    expect(input.notes).toEqual(['z/up: not followed, the link leads back to a folder above it']);
  });

  it('are not followed out of the folder', async () => {
    const outside = folderOf({ 'config.yaml': pod('outside'), LICENSE: '' });
    const folder = folderOf({ 'a.yaml': pod('a') });
    symlinkSync(outside, join(folder, 'out'));
    symlinkSync(join(outside, 'config.yaml'), join(folder, 'config.yaml'));
    symlinkSync(join(outside, 'LICENSE'), join(folder, 'LICENSE'));
    const input = await readIn(folder, ['.']);
    expect(filesOf(input)).toEqual(['a.yaml: 1']);
    expect(errorsOf(input)).toEqual([
      'config.yaml:1:1: not read: the link leads out of .; give its target as a PATH as well',
      'out:1:1: not read: the link leads out of .; give its target as a PATH as well',
    ]);
    expect(filesOf(await readIn(folder, ['config.yaml']))).toEqual(['config.yaml: 1']);
    expect(filesOf(await readIn(folder, ['out']))).toEqual(['out/config.yaml: 1']);
  });

  it('may lead to nothing or to themselves', async () => {
    const folder = folderOf({ 'a.yaml': pod('a') });
    symlinkSync('nowhere', join(folder, 'gone.yaml'));
    symlinkSync('self.yaml', join(folder, 'self.yaml'));
    symlinkSync('nowhere', join(folder, 'gone'));
    const input = await readIn(folder, ['.']);
    expect(errorsOf(input)).toEqual([
      'gone.yaml:1:1: cannot read: it is a symbolic link to nothing, or vanished meanwhile',
      'self.yaml:1:1: cannot read: it is a symbolic link to nothing, or vanished meanwhile',
    ]);
    expect(input.notes).toEqual(['gone: not followed, it is a symbolic link to nothing, or vanished meanwhile']);
    expect(errorsOf(await readIn(folder, ['self.yaml']))).toEqual([
      'self.yaml:1:1: cannot read: it is a symbolic link that leads to itself',
    ]);
  });
});

const utf16 = (text: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

describe('encodings and hostile contents', () => {
  it.each<[string, string | Uint8Array]>([
    ['CRLF', pod('a').replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${pod('a')}`],
    ['UTF-16', utf16(pod('a'))],
    ['keys of prototypes', `${pod('a')}__proto__:\n  kind: X\nconstructor: {prototype: {polluted: 1}}\n`],
    ['nesting of 5,000', `{"apiVersion":"v1","kind":"Pod","x":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ])('%s is read', async (_, content) => {
    const input = await readIn(folderOf({ 'a.yaml': content }), ['.']);
    expect(errorsOf(input)).toEqual([]);
    const [document] = input.files[0]?.documents ?? [];
    expect(document?.value).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${[1, 2, 3, 4, 5, 6, 7, 8]
    .map((n) => `a${n}: &a${n} [${Array.from({ length: 10 }, () => `*a${n - 1}`).join(', ')}]\n`)
    .join('')}`;

  it.each<[string, string | Uint8Array, string]>([
    [
      'binary',
      new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]),
      'a.yaml:1:5: the file is binary, not text: byte 5 is NUL',
    ],
    ['Latin-1', Buffer.from('kind: Pod\nname: caf\xe9\n', 'latin1'), 'a.yaml:2:10: the file is not valid UTF-8'],
    ['an alias bomb', `${pod('a')}${bomb}`, 'document contains excessive aliasing'],
    ['nesting of 20,000', `${pod('a')}x: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'exceeded max depth'],
    ['half a document', 'apiVersion: v1\nkind: Pod\nspec: {containers: [', 'a.yaml:'],
    [
      'a document without kind',
      'apiVersion: v1\nmetadata: {name: a}',
      'a.yaml:1:1: not a Kubernetes object: it has no "kind"',
    ],
    ['one without apiVersion', 'kind: Pod\nspec: {}', 'a.yaml:1:1: not a Kubernetes object: it has no "apiVersion"'],
    ['a template', '{{- if .Values.on }}\nkind: Pod\n{{- end }}\n', 'a.yaml:1:'],
  ])('%s is an error, and the file beside it is read', async (_, content, message) => {
    const input = await readIn(folderOf({ 'a.yaml': content, 'b.yaml': pod('b') }), ['.']);
    expect(filesOf(input)).toEqual(['b.yaml: 1']);
    expect(errorsOf(input)).toEqual([expect.stringContaining(message)]);
  });

  it('says of a template what to do', async () => {
    const [error] = errorsOf(await readIn(folderOf({ 'a.yaml': '{{- if .x }}\nkind: Pod\n{{- end }}\n' }), ['a.yaml']));
    expect(error).toMatch(
      /^a\.yaml:1:\d+: looks like a template \("\{\{"\), which is no manifest until it is rendered: give the folder of its chart, or pipe what it renders into "-" \(.+\)$/,
    );
  });

  it('reads the documents around a broken one', async () => {
    const input = await readIn(folderOf({ 'a.yaml': `${pod('a')}---\na: [\n---\n${pod('b')}` }), ['a.yaml']);
    expect(filesOf(input)).toEqual(['a.yaml: 2']);
    expect(input.errors).toHaveLength(1);
  });
});

describe('files without objects', () => {
  const foreign = {
    'values.yaml': 'replicas: 3\n',
    'package.json': '{"name": "x"}',
    'tsconfig.json': '{\n  // comment\n  "strict": true\n}',
    'docker-compose.yml': 'services: {web: {image: nginx}}',
    'list.yaml': '- a\n- b\n',
    'empty.yaml': '# nothing\n',
  };

  it('are passed over in a folder', async () => {
    const input = await readIn(folderOf({ ...foreign, '.bulkhead.yaml': 'failOn: low\n', 'pod.yaml': pod('a') }), [
      '.',
    ]);
    expect(filesOf(input)).toEqual(['pod.yaml: 1']);
    expect(errorsOf(input)).toEqual([]);
    expect(input.notes).toEqual([
      'passed over, no Kubernetes objects: docker-compose.yml, list.yaml, package.json and 2 more',
    ]);
  });

  it.each([
    ['values.yaml', 'values.yaml:1:1: not a Kubernetes object: it has no "apiVersion" and no "kind"'],
    ['package.json', 'package.json:1:1: not a Kubernetes object: it has no "apiVersion" and no "kind"'],
    ['list.yaml', 'list.yaml:1:1: not a Kubernetes object: expected a map, found a list'],
    ['empty.yaml', 'empty.yaml:1:1: holds no Kubernetes object'],
    ['tsconfig.json', 'tsconfig.json:2:3: '],
  ])('%s is an error when it is named', async (name, expected) => {
    const folder = folderOf(foreign);
    expect(errorsOf(await readIn(folder, [name]))).toEqual([expect.stringContaining(expected)]);
    expect(errorsOf(await readIn(folder, ['.', name])).at(-1)).toEqual(expect.stringContaining(expected));
  });

  it('are named up to a hundred documents', async () => {
    const input = await readIn('/', ['-'], { text: 'a: 1\n---\n'.repeat(500) });
    expect(input.errors).toHaveLength(101);
    expect(errorsOf(input).at(-1)).toBe(
      '<stdin>:201:1: not a Kubernetes object, and there are more such documents than are named here',
    );
  });

  it('are errors beside objects of the same file', async () => {
    const input = await readIn(folderOf({ 'a.yaml': `${pod('a')}---\nname: b\n` }), ['.']);
    expect(filesOf(input)).toEqual(['a.yaml: 1']);
    expect(errorsOf(input)).toEqual(['a.yaml:6:1: not a Kubernetes object: it has no "apiVersion" and no "kind"']);
  });
});

describe('lists', () => {
  it.each([
    [
      'a null item',
      '[{apiVersion: v1, kind: Pod}, null]',
      'a.yaml:3:38: the list is not read: item 1 is null, not an object',
      0,
    ],
    [
      'an item without kind',
      '[{apiVersion: v1, kind: Pod}, {metadata: {}}]',
      'a.yaml:3:38: not a Kubernetes object: it has no "apiVersion" and no "kind"',
      1,
    ],
  ])('with %s', async (_, items, error, files) => {
    const input = await readIn(folderOf({ 'a.yaml': `apiVersion: v1\nkind: List\nitems: ${items}\n` }), ['a.yaml']);
    expect(errorsOf(input)).toEqual([error]);
    expect(input.files).toHaveLength(files);
  });

  it('of a kind need no kind in their items', async () => {
    const input = await readIn('/', ['-'], { text: 'apiVersion: v1\nkind: PodList\nitems: [{metadata: {name: a}}]\n' });
    expect(filesOf(input)).toEqual(['<stdin>: 1']);
    expect(input.errors).toEqual([]);
  });
});

describe('kustomizations in a folder', () => {
  const files = {
    'base/kustomization.yaml': 'resources: [pod.yaml]\npatches: [{path: patch.yaml}]\ntransformers: [plugins]\n',
    'base/pod.yaml': pod('a'),
    'base/patch.yaml': pod('patched'),
    'base/plugins/x.yaml': pod('plugin'),
    'base/remove.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n$patch: delete\n',
    'base/created.yaml': `${pod('created')}$patch: delete\nspec: {}\n`,
  };

  it('are not built; what they name as patches is not read', async () => {
    const input = await readIn(folderOf(files), ['.']);
    expect(filesOf(input)).toEqual(['base/created.yaml: 1', 'base/pod.yaml: 1']);
    expect(input.errors).toEqual([]);
    expect(input.notes).toEqual([
      'kustomization base: its files are read one by one; give the folder itself to see what it builds',
      'not read as manifests, kustomizations name them as patches or settings: base/patch.yaml, base/plugins/x.yaml',
      'passed over, no Kubernetes objects: base/remove.yaml',
    ]);
  });

  it('that do not parse are errors', async () => {
    const input = await readIn(folderOf({ 'a/Kustomization': 'a: [', 'a/pod.yaml': pod('a') }), ['.']);
    expect(filesOf(input)).toEqual(['a/pod.yaml: 1']);
    expect(errorsOf(input)).toEqual([expect.stringMatching(/^a\/Kustomization:\d+:\d+: /)]);
  });

  it('are no objects when they are named', async () => {
    expect(errorsOf(await readIn(folderOf(files), ['base/kustomization.yaml', 'base/remove.yaml']))).toEqual([
      'base/kustomization.yaml:1:1: not a Kubernetes object but a kustomization: give its folder to build it',
      'base/remove.yaml:1:1: not a Kubernetes object: its "$patch" takes one out; give the folder of its kustomization',
    ]);
  });

  it('are told of when nothing can build them, and read file by file', async () => {
    const input = await readIn(folderOf(files), ['base']);
    expect(filesOf(input)).toEqual(['base/created.yaml: 1', 'base/pod.yaml: 1']);
    expect(errorsOf(input)).toEqual([
      'base:1:1: the kustomization is not built, its files are read one by one: install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize/) or kubectl, or pipe what it builds into "-"',
    ]);
  });

  it('are built when their folder is the PATH', async () => {
    const run = async () => ({ kind: 'done', output: Buffer.from(`${pod('b')}---\n${pod('c')}`) }) as const;
    const input = await readIn(folderOf(files), ['base', 'base/', '.'], { run });
    expect(filesOf(input)).toEqual(['base: 2', 'base/created.yaml: 1', 'base/pod.yaml: 1']);
    expect(input.errors).toEqual([]);
    expect(input.notes[0]).toBe(
      'base: shown is what the kustomization builds; files that it does not use are not read',
    );
    const empty = await readIn(folderOf(files), ['base'], {
      run: async () => ({ kind: 'done', output: Buffer.from('') }),
    });
    expect(errorsOf(empty)).toEqual(['base:1:1: the kustomization builds nothing']);
  });
});

describe('charts', () => {
  const files = {
    'c/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'c/values.yaml': 'kind: DaemonSet\nmetadata: {}\n',
    'c/templates/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: "{{ .Release.Name }}"}\n',
    'c/templates/plain.yaml': pod('plain'),
    'c/charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\n',
    'c/charts/sub/templates/x.yaml': '{{ toYaml .Values }}',
    'c/crds/crd.yaml': 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n',
    'c/files/included.yaml': '{{ if }}',
    'c/ci/example.yaml': pod('example'),
  };
  const output = `---\n# Source: shop/templates/pod.yaml\n${pod('a')}---\n# Source: shop/charts/sub/templates/x.yaml\n${pod('b')}---\n# Source: shop/templates/pod.yaml\n${pod('c')}`;

  it('are rendered, each document under the name of its template', async () => {
    const asked: unknown[] = [];
    const folder = folderOf(files);
    const input = await readIn(folder, ['.'], {
      kubernetesVersion: '1.35',
      run: async (tool, args) => {
        asked.push([tool, ...args]);
        return { kind: 'done', output: Buffer.from(output) };
      },
    });
    expect(asked).toEqual([
      [
        'helm',
        'template',
        '--include-crds',
        '--skip-schema-validation',
        '--kube-version',
        '1.35',
        '--',
        'shop',
        `${folder}/c`,
      ],
    ]);
    expect(filesOf(input)).toEqual([
      'c/charts/sub/templates/x.yaml (rendered): 1',
      'c/ci/example.yaml: 1',
      'c/templates/pod.yaml (rendered): 2',
    ]);
    expect(input.errors).toEqual([]);
    expect(input.notes).toEqual(['passed over, no Kubernetes objects: c/files/included.yaml']);
  });

  it('are errors without helm; what needs no rendering is read', async () => {
    const input = await readIn(folderOf(files), ['c']);
    expect(filesOf(input)).toEqual(['c/ci/example.yaml: 1', 'c/crds/crd.yaml: 1', 'c/templates/plain.yaml: 1']);
    expect(errorsOf(input)).toEqual([
      'c:1:1: the chart is not rendered, its templates are not read: install helm (https://helm.sh/docs/intro/install/), or pipe what it renders into "-"',
    ]);
  });

  it('that are libraries render nothing', async () => {
    const library = {
      'c/Chart.yaml': 'name: lib\ntype: library\n',
      'c/templates/_x.yaml': '{{ define "x" }}',
      'a.yaml': pod('a'),
    };
    const input = await readIn(folderOf(library), ['.']);
    expect(filesOf(input)).toEqual(['a.yaml: 1']);
    expect(input.errors).toEqual([]);
    expect(input.notes).toEqual(['c: a library chart renders nothing by itself']);
  });

  it('are described by a file that is no object', async () => {
    expect(errorsOf(await readIn(folderOf(files), ['c/Chart.yaml']))).toEqual([
      'c/Chart.yaml:1:1: not a Kubernetes object but the description of a Helm chart: give its folder',
    ]);
  });
});

it('tells how far it is', async () => {
  const seen: [number, number][] = [];
  const folder = folderOf({ 'a.yaml': pod('a'), 'b.yaml': pod('b') });
  await readIn(folder, ['.'], { onProgress: (files, bytes) => seen.push([files, bytes]) });
  expect(seen).toEqual([
    [1, 45],
    [2, 90],
  ]);
});
