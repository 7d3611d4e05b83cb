/**
 * What the secure port shows and whom it trusts, followed while the server runs: files are read again once a minute, as
 * kube-apiserver does, and certificates of our own are renewed before they end.
 *
 * Source: k8s.io/apiserver/pkg/server/dynamiccertificates.
 */
import {
  type Certificate,
  ensureState,
  readCertificates,
  type ServerState,
  type ServingCertificate,
} from '@bulkhead/apiserver';
import { UsageError } from '../context.js';

export interface CertificateSource {
  readonly current: ServingCertificate;
  /** Reads again: undefined when nothing has changed. Throws when what is there cannot be used. */
  refresh(): Promise<ServingCertificate | undefined>;
}

/** Follows what `read` gives, and whose client certificates that trusts. */
export async function certificateSource(
  read: () => Promise<ServingCertificate>,
  authorities: ClientAuthorities,
): Promise<CertificateSource> {
  let kept = await read();
  authorities.use(kept.ca);
  return {
    current: kept,
    async refresh() {
      const now = await read();
      if (now.cert === kept.cert && now.key === kept.key && now.ca === kept.ca) return undefined;
      authorities.use(now.ca);
      kept = now;
      return now;
    },
  };
}

/** Of a state directory that was made for `hosts`. */
export function ownCertificate(
  state: ServerState,
  hosts: readonly string[],
  { clientCA, onRenewed, now = Date.now }: OwnCertificateOptions,
): () => Promise<ServingCertificate> {
  let kept = state;
  return async () => {
    if (now() >= kept.renewAt) {
      kept = await ensureState(kept.directory, { now: now(), hosts });
      await onRenewed?.(kept);
    }
    const ca = await clientCA();
    return {
      cert: kept.serving.certificatePEM,
      key: kept.serving.keyPEM,
      ...(ca === undefined ? {} : { ca }),
    };
  };
}

export interface OwnCertificateOptions {
  /** PEM of the authorities of clients. */
  readonly clientCA: () => Promise<string | undefined>;
  readonly onRenewed?: (state: ServerState) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Whose client certificates prove something, as last read. */
export class ClientAuthorities {
  #certificates: readonly Certificate[] = [];

  readonly current = (): readonly Certificate[] => this.#certificates;

  /** PEM; undefined: nobody's. Throws when it holds no certificate, or what is none. */
  use(pem: string | Buffer | undefined): void {
    const read = pem === undefined ? [] : readCertificates(pem.toString());
    if (pem !== undefined && read.length === 0)
      throw new UsageError('the file of client authorities holds no certificate');
    this.#certificates = read;
  }
}

const FOLLOW_MS = 60_000;

/** Returns the way to stop it. A reason why the old ones stay is said once. */
export function followCertificate(
  source: CertificateSource,
  use: (certificate: ServingCertificate) => void,
  log: (message: string) => void,
): () => void {
  let said = '';
  const refresh = async (): Promise<void> => {
    try {
      const changed = await source.refresh();
      if (changed === undefined) return;
      use(changed);
      said = '';
      log('new certificates: connections from now on use them');
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== said) log(`the certificates stay as they were: ${message}`);
      said = message;
    }
  };
  const timer = setInterval(() => void refresh(), FOLLOW_MS).unref();
  return () => clearInterval(timer);
}
