/** Credentials in command lines: values of flags, assignments, and scripts that are given as one argument. */
import { type LiteralSecret, literalSecret } from './literal-secret.js';
import { textSecrets } from './text-secrets.js';

export interface ArgumentSecret extends LiteralSecret {
  /** Which argument holds it. */
  readonly index: number;
  /** The flag or variable; empty where it is known by its form. */
  readonly name: string;
}

const MAX_SCRIPT = 65_536;
const FLAG = /^(-{1,2}[A-Za-z][\w.-]{0,127})=(.*)$/s;
const FLAG_ALONE = /^--[A-Za-z][\w.-]{0,127}$/;
const ASSIGNMENT = /^([A-Za-z_][\w.]{0,127})=(.*)$/s;

export function argumentSecrets(argumentsOf: readonly string[]): readonly ArgumentSecret[] {
  const found: ArgumentSecret[] = [];
  for (const [index, argument] of argumentsOf.entries()) {
    const own = secretOf(argument, argumentsOf[index - 1]);
    if (own !== undefined) found.push({ ...own, index });
    else if (/\s/.test(argument) && argument.length <= MAX_SCRIPT) found.push(...scriptSecrets(argument, index));
  }
  return found;
}

/** `--name=value`, `NAME=value`, or the value behind `--name`. */
function secretOf(argument: string, before: string | undefined): Omit<ArgumentSecret, 'index'> | undefined {
  const [, flag = '', flagValue = ''] = FLAG.exec(argument) ?? ASSIGNMENT.exec(argument) ?? [];
  const isBehindFlag = flag === '' && before !== undefined && FLAG_ALONE.test(before) && !argument.startsWith('-');
  const name = isBehindFlag ? before : flag;
  const secret = literalSecret(name, flag === '' ? argument : flagValue);
  if (secret === undefined || /\s/.test(argument)) return undefined;
  return { ...secret, name: secret.isCertain ? '' : name };
}

function scriptSecrets(script: string, index: number): readonly ArgumentSecret[] {
  const ofLines = textSecrets(script, false).map(({ what, isCertain, name }) => ({ what, isCertain, name, index }));
  if (ofLines.length > 0) return ofLines.slice(0, 1);
  const words = script.split(/[\s;|&]+/).map((word) => word.replaceAll(/["']/g, ''));
  for (const [position, word] of words.entries()) {
    const own = secretOf(word, words[position - 1]);
    if (own !== undefined) return [{ ...own, index }];
  }
  return [];
}
