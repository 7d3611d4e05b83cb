/**
 * Runs an API server until it is told to stop: listens, makes what every cluster has, says that it is ready, and ends
 * in order on SIGINT and SIGTERM.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiServer, type ApiServerOptions, createApiServer, type Listener, listen } from '@bulkhead/apiserver';
import { type Context, UsageError } from '../context.js';
import { type CertificateSource, followCertificate } from './serving-certificate.js';
import { untilStopped } from './until-stopped.js';

export interface ServePlan {
  readonly server: Omit<ApiServerOptions, 'serverAddress' | 'log'>;
  readonly host: string;
  readonly port: number;
  /** As clients reach it; the bound address when it is left out. */
  readonly advertisedHost?: string;
  readonly certificate: CertificateSource;
  /** Told the address once the port is bound: writes a kubeconfig, for example. */
  readonly onListening?: (url: string) => Promise<void>;
  /** Loops in the same process; returns the way to stop them. */
  readonly startControllers?: (server: ApiServer) => () => Promise<void>;
  readonly onReady: (url: string, milliseconds: number) => void;
  readonly shutdownDelayMs?: number;
}

const CONTROLLERS_STOP_MS = 3000;

/** Settles when everything is closed. Throws when the server cannot start, with one line for people. */
export async function serve(plan: ServePlan, context: Context): Promise<void> {
  const log = (message: string): void => context.process.stderr.write(`bulkhead: ${message}\n`);
  let address = '';
  const created = createApiServer({ ...plan.server, serverAddress: () => address, log });
  if ('errors' in created) throw new UsageError(created.errors.join('; '));
  const { server } = created;
  await server.start();
  const listener = await listen({
    host: plan.host,
    port: plan.port,
    tls: plan.certificate.current,
    handler: (request) => server.chain.handle(request),
  });
  const host = plan.advertisedHost ?? listener.host;
  address = `${host.includes(':') ? `[${host}]` : host}:${listener.port}`;
  const url = `https://${address}`;
  const stopped = untilStopped();
  const stopFollowing = followCertificate(plan.certificate, (changed) => listener.reloadCertificate(changed), log);
  try {
    await plan.onListening?.(url);
    await server.bootstrap();
    const stopControllers = plan.startControllers?.(server);
    plan.onReady(url, Math.round(performance.now()));
    await stopped;
    // What they are at may take long; it goes on when the server is started again.
    await Promise.race([stopControllers?.(), sleep(CONTROLLERS_STOP_MS, undefined, { ref: false })]);
  } finally {
    stopFollowing();
    await shutDown(server, listener, plan);
  }
}

async function shutDown(server: ApiServer, listener: Listener, { server: options, ...plan }: ServePlan): Promise<void> {
  await server.lifecycle.shutdown({
    listener,
    ...(plan.shutdownDelayMs === undefined ? {} : { delayMs: plan.shutdownDelayMs }),
    finish: [
      () => {
        server.close();
        return Promise.resolve();
      },
      async () => await options.audit?.backend.close?.(),
      () => options.store.close(),
    ],
  });
}
