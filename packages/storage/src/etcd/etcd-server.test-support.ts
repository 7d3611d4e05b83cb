/** A real etcd for tests, on ports and in a directory of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const installed = fileURLToPath(new URL('../../../../.tools/bin/etcd', import.meta.url));
const binary = existsSync(installed) ? installed : 'etcd';

/** Whether there is one at all; the test command installs it. */
export const hasEtcd = spawnSync(binary, ['--version']).status === 0;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export class EtcdServer {
  readonly #directory = mkdtempSync(join(tmpdir(), 'bulkhead-etcd-'));
  readonly #arguments: readonly string[];
  #child: ChildProcess | undefined;
  url = '';
  #peerUrl = '';

  constructor(args: readonly string[] = []) {
    this.#arguments = args;
  }

  /** Starts it, or starts it again on what it had. */
  async start(scheme = 'http'): Promise<void> {
    if (this.url === '') {
      this.url = `${scheme}://127.0.0.1:${await freePort()}`;
      this.#peerUrl = `http://127.0.0.1:${await freePort()}`;
    }
    const options = {
      '--data-dir': join(this.#directory, 'data'),
      '--listen-client-urls': this.url,
      '--advertise-client-urls': this.url,
      '--listen-peer-urls': this.#peerUrl,
      '--initial-advertise-peer-urls': this.#peerUrl,
      '--initial-cluster': `default=${this.#peerUrl}`,
      '--log-level': 'error',
      // Tests kill the process, not the machine.
      '--unsafe-no-fsync': 'true',
    };
    this.#child = spawn(
      binary,
      [...Object.entries(options).map(([name, value]) => `${name}=${value}`), ...this.#arguments],
      { stdio: 'ignore' },
    );
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
