/** A process that writes until it is killed, and says of each write that it was acknowledged. */
import { writeSync } from 'node:fs';
import { openLmdb } from './lmdb-store.js';

const [, , directory = '', round = ''] = process.argv;
const WRITERS = 16;

const say = (line: object): void => {
  writeSync(1, `${JSON.stringify(line)}\n`);
};

async function write(writer: number): Promise<void> {
  const counter = `/counter/${writer % 4}`;
  for (let index = 0; ; index++) {
    const key = `/k/${round}/${writer}/${index}`;
    const value = `${key}:${'x'.repeat((index * 37) % 3000)}`;
    const put = await store.put(key, Buffer.from(value), 0);
    if (put.succeeded) say({ key, value: value.length, revision: put.revision });
    if (put.succeeded && index % 5 === 4) {
      const deletion = await store.delete(key, put.revision);
      if (deletion.succeeded) say({ key, deleted: true, revision: deletion.revision });
    }
    const { kv } = await store.get(counter);
    const next = String(Number(kv === undefined ? 0 : Buffer.from(kv.value).toString()) + 1);
    const increment = await store.put(counter, Buffer.from(next), kv?.modRevision ?? 0);
    if (increment.succeeded) say({ counter, revision: increment.revision });
    if (index % 50 === 49) await store.compact(Math.max((await store.revision()) - 300, 1));
  }
}

const store = await openLmdb({ directory });
say({ ready: process.pid });
if (round !== 'hold') await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
else setInterval(() => undefined, 1000);
