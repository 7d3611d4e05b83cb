/** Ports of nodes. Source: pkg/registry/core/service/portallocator. */
import { randomInt } from 'node:crypto';

/** `--service-node-port-range` */
const FIRST = 30_000;
const LAST = 32_767;
const RANDOM_TRIES = 64;

export function nodePortProblem(port: number, isUsed: (port: number) => boolean): string | undefined {
  if (port < FIRST || port > LAST) {
    return `provided port is not in the valid range. The range of valid ports is ${FIRST}-${LAST}`;
  }
  return isUsed(port) ? 'provided port is already allocated' : undefined;
}

/** A free port; undefined when there is none. */
export function takeNodePort(isUsed: (port: number) => boolean): number | undefined {
  for (let tries = 0; tries < RANDOM_TRIES; tries++) {
    const port = randomInt(FIRST, LAST + 1);
    if (!isUsed(port)) return port;
  }
  for (let port = FIRST; port <= LAST; port++) if (!isUsed(port)) return port;
  return undefined;
}
