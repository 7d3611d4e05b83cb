/**
 * A list of flows: one a line, as the questions of `--batch` are written or as CSV (`from,to,port,protocol`). Empty lines,
 * lines that begin with # and a line of column names say nothing.
 */

import type { ConnectionQuestion } from '@bulkhead/engine/network-policy';
import { type Context, UsageError } from '../../../context.js';
import { linesOf } from '../../../line-batches.js';
import { reasonOf } from '../../../output.js';
import { parseCsvLine } from '../csv.js';
import { parseQuestion } from '../question/batch.js';
import { parseSide, SIDE_FORMS } from '../side.js';

export interface Flow {
  /** In the list, from 1. */
  readonly line: number;
  readonly flow: ConnectionQuestion;
}

/** Reads all flows; throws a UsageError with the line that is none. */
export async function readFlows(context: Context, source: string): Promise<readonly Flow[]> {
  const lines: string[] = [];
  try {
    for await (const batch of linesOf(context, source)) lines.push(...batch);
  } catch (error) {
    throw new UsageError(`cannot read flows from ${source}: ${reasonOf(error)}`);
  }
  return lines.flatMap((text, index): Flow[] => {
    const trimmed = text.trim();
    if (trimmed === '' || trimmed.startsWith('#') || /^"?from"?\s*,/i.test(trimmed)) return [];
    const flow = trimmed.startsWith('{') ? parseQuestion(trimmed).question : flowOfCsv(trimmed);
    if (typeof flow === 'string') throw new UsageError(`${source}:${index + 1}: ${flow}`);
    return [{ line: index + 1, flow }];
  });
}

/** The flow of a line, or what is wrong with it. */
function flowOfCsv(line: string): ConnectionQuestion | string {
  const [from = '', to = '', port = '', protocol = ''] = parseCsvLine(line);
  const [source, destination] = [parseSide(from), parseSide(to)];
  if (source === undefined) return `from: ${JSON.stringify(from)}: expected ${SIDE_FORMS}`;
  if (destination === undefined) return `to: ${JSON.stringify(to)}: expected ${SIDE_FORMS}`;
  if (!/^\d{1,5}$/.test(port)) return `port: ${JSON.stringify(port)}: expected a number`;
  return {
    from: source,
    to: destination,
    port: Number(port),
    protocol: protocol === '' ? 'TCP' : protocol.toUpperCase(),
  };
}
