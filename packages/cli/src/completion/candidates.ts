/**
 * What may stand where the cursor is: asked by the shells' scripts and by kubectl as `bulkhead __complete WORD...`, the
 * last word being the one that is written. The answer has the form that kubectl and cobra's programs use: a candidate a
 * line, its description behind a tab, and a directive in the last line.
 */
import { type Application, proposeCompletions } from '@stricli/core';
import type { Context } from '../context.js';

/** Names of files may stand here, too: the shell offers them where there is no candidate. */
const OR_FILES = ':0';
const NO_FILES = ':4';

/** The lines of the answer. */
export async function candidates(
  application: Application<Context>,
  words: readonly string[],
  context: Context,
): Promise<string[]> {
  const inputs = separated(words);
  const partial = inputs.at(-1) ?? '';
  const isFlag = partial.startsWith('-');
  const proposals = await proposeCompletions(application, inputs, context);
  const lines = proposals
    // Flags are offered when one is begun; before that, people want to name files.
    .filter(({ kind, completion }) => kind !== 'argument:flag' || (isFlag && completion !== '--'))
    .map(({ completion, brief }) => `${completion}\t${oneLine(brief)}`);
  return [...lines, inputs.length > 1 && !isFlag ? OR_FILES : NO_FILES];
}

/** `--format=js` is two words, as the shells that split at `=` have it. */
function separated(words: readonly string[]): string[] {
  const last = words.at(-1) ?? '';
  const match = /^(--[a-zA-Z][\w-]*)=(.*)$/s.exec(last);
  return match === null ? [...words.slice(0, -1), last] : [...words.slice(0, -1), match[1] ?? '', match[2] ?? ''];
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
