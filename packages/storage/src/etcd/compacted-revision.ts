/** Up to where etcd has compacted: it says so only to a watch that starts too early. */
import { create } from '@bufbuild/protobuf';
import type { EtcdConnection } from './etcd-connection.js';
import { WatchRequestSchema, type WatchResponse } from './generated/etcd_pb.js';

const WAIT_MS = 2000;

/** 0 when it cannot be found out. */
export function compactedRevision(connection: EtcdConnection): Promise<number> {
  const stream = connection.watch();
  return new Promise<number>((resolve) => {
    const timer = setTimeout(() => resolve(0), WAIT_MS);
    const done = (revision: number): void => {
      clearTimeout(timer);
      resolve(revision);
    };
    stream.on('data', (response: WatchResponse) => {
      if (response.canceled) done(Number(response.compactRevision));
    });
    stream.on('error', () => done(0));
    stream.on('end', () => done(0));
    const value = { key: Buffer.alloc(1), startRevision: 1n };
    stream.write(create(WatchRequestSchema, { requestUnion: { case: 'createRequest', value } }));
  }).finally(() => stream.cancel());
}
