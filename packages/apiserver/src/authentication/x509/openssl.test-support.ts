/** Certificates as other people's tools make them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificate, readCertificates } from '../../pki/certificate.js';

/** What openssl does not know by number. */
const NAMES = 'oid_section=oids\n[oids]\nkubernetesUID=1.3.6.1.4.1.57683.2\n';

export interface Made {
  readonly certificate: Certificate;
  /** Path without extension. */
  readonly path: string;
}

export class OpenSSL {
  readonly folder = mkdtempSync(join(tmpdir(), 'bulkhead-openssl-'));
  #next = 0;

  /** `subject` in openssl's form `/O=a/CN=b`; `extensions` as lines of its configuration. */
  issue(subject: string, extensions: readonly string[], issuer?: Made, options: Options = {}): Made {
    const path = join(this.folder, `c${this.#next++}`);
    const configuration = `${NAMES}[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=unused\n[ext]\n${extensions.join('\n')}\n`;
    writeFileSync(`${path}.cnf`, configuration);
    const algorithm = options.rsa === true ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    const request = ['req', '-config', `${path}.cnf`, '-newkey', ...algorithm, '-nodes', '-keyout', `${path}.key`];
    const name = ['-subj', subject, '-utf8', ...(options.multiValue === true ? ['-multivalue-rdn'] : [])];
    run([...request, '-out', `${path}.csr`, ...name]);
    const signer =
      issuer === undefined
        ? ['-signkey', `${path}.key`]
        : ['-CA', `${issuer.path}.crt`, '-CAkey', `${issuer.path}.key`];
    const serial = ['-set_serial', String(100 + this.#next)];
    const digest = `-${options.digest ?? 'sha256'}`;
    const ext = extensions.length === 0 ? [] : ['-extfile', `${path}.cnf`, '-extensions', 'ext'];
    const days = ['-days', String(options.days ?? 30)];
    run(['x509', '-req', '-in', `${path}.csr`, '-out', `${path}.crt`, ...signer, ...serial, digest, ...ext, ...days]);
    const [certificate] = readCertificates(readFileSync(`${path}.crt`, 'utf8'));
    if (certificate === undefined) throw new Error('openssl made nothing');
    return { certificate, path };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Options {
  readonly rsa?: boolean;
  readonly digest?: string;
  readonly days?: number;
  readonly multiValue?: boolean;
}

const run = (args: readonly string[]): void => {
  execFileSync('openssl', args, { stdio: 'pipe' });
};

export function hasOpenSSL(): boolean {
  try {
    run(['version']);
    return true;
  } catch {
    return false;
  }
}
