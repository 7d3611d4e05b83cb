// Writes packages/storage/src/etcd/generated/etcd_pb.ts from etcd.proto, with buf and protoc-gen-es of the given versions
// from the registry: they are needed only when the protocol's part that the store uses changes.
//   node tools/generate-etcd.mjs
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../packages/storage/src/etcd/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'bulkhead-etcd-api-'));
const run = (command, args) => {
  const result = spawnSync(command, args, { cwd: work, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.status !== 0) throw new Error(`${command} failed`);
};

try {
  mkdirSync(join(work, 'proto'));
  copyFileSync(join(folder, 'etcd.proto'), join(work, 'proto/etcd.proto'));
  writeFileSync(join(work, 'package.json'), '{ "private": true }');
  writeFileSync(join(work, 'buf.yaml'), 'version: v2\nmodules:\n  - path: proto\n');
  const plugin =
    '  - local: ./node_modules/.bin/protoc-gen-es\n    out: out\n    opt: [target=ts, import_extension=js]\n';
  writeFileSync(join(work, 'buf.gen.yaml'), `version: v2\nplugins:\n${plugin}`);
  const packages = ['@bufbuild/buf@1.75.0', '@bufbuild/protoc-gen-es@2.17.0'];
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages]);
  run(join(work, 'node_modules/.bin/buf'), ['generate']);
  copyFileSync(join(work, 'out/etcd_pb.ts'), join(folder, 'generated/etcd_pb.ts'));
} finally {
  rmSync(work, { recursive: true, force: true });
}
