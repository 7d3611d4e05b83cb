// Puts the real tools that tests talk to into .tools/bin: helm and kustomize, built from their Go modules where a Go
// toolchain is at hand. A tool that cannot be had is named loudly; the tests that need it are then skipped.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter } from 'node:path';

const TOOLS = [
  { name: 'kustomize', module: 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1' },
  { name: 'helm', module: 'helm.sh/helm/v3/cmd/helm@v3.18.6' },
];

const has = (command, path) =>
  spawnSync(command, ['version'], { env: { ...process.env, PATH: path }, stdio: 'ignore' }).error === undefined;

/** The PATH under which the tests run. */
export function installTestTools(root) {
  const bin = `${root}.tools/bin`;
  const path = `${bin}${delimiter}${process.env.PATH}`;
  for (const { name, module } of TOOLS) {
    if (existsSync(`${bin}/${name}`) || has(name, path)) continue;
    if (!has('go', path)) {
      process.stderr.write(`SKIPPED ${name}: not installed and no Go toolchain to build it; its tests are skipped\n`);
      continue;
    }
    process.stderr.write(`installing ${module} ...\n`);
    mkdirSync(bin, { recursive: true });
    const result = spawnSync('go', ['install', module], {
      env: { ...process.env, GOBIN: bin, GOFLAGS: '-trimpath', CGO_ENABLED: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (result.status !== 0)
      process.stderr.write(`SKIPPED ${name}: ${String(result.stderr).trim().split('\n').at(-1)}\n`);
  }
  return path;
}
