/** `--batch`: questions in JSON, one a line, answered as they come. */

import { type ConnectionQuestion, decideConnection, type NetworkModel } from '@bulkhead/engine/network-policy';
import { member } from '../../../authorization/untyped.js';
import type { Context } from '../../../context.js';
import { answerLines } from '../../../line-batches.js';
import { sideOfJson } from '../side.js';

/** Whether every question was understood. */
export async function answerBatch(context: Context, model: NetworkModel, source: string): Promise<boolean> {
  let isUnderstood = true;
  await answerLines(context, source, (line) => {
    const { id, question } = parseQuestion(line);
    if (typeof question === 'string') {
      isUnderstood = false;
      return `${JSON.stringify({ id, ...NO_ANSWER, reason: question, error: question })}\n`;
    }
    return `${JSON.stringify({ id, ...decideConnection(model, question) })}\n`;
  });
  return isUnderstood;
}

const NO_DIRECTION = { isolated: false, allowedBy: [] };
const NO_ANSWER = {
  allowed: false,
  partial: false,
  implementationDefined: false,
  ingress: NO_DIRECTION,
  egress: NO_DIRECTION,
};

interface ParsedQuestion {
  readonly id: unknown;
  /** A text says why it is none. */
  readonly question: ConnectionQuestion | string;
}

/** Nothing in a line is believed to be of its type. */
export function parseQuestion(line: string): ParsedQuestion {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { id: null, question: `no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const id = member(value, 'id') ?? null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { id, question: 'a question is a JSON object' };
  }
  const from = sideOfJson(member(value, 'from'), 'from');
  if (typeof from === 'string') return { id, question: from };
  const to = sideOfJson(member(value, 'to'), 'to');
  if (typeof to === 'string') return { id, question: to };
  const port = member(value, 'port');
  if (typeof port !== 'number') return { id, question: 'port: expected a number' };
  const protocol = member(value, 'protocol') ?? 'TCP';
  if (typeof protocol !== 'string') return { id, question: 'protocol: expected TCP, UDP or SCTP' };
  return { id, question: { from, to, port, protocol } };
}
