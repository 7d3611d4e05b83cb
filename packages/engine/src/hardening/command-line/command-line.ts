/** From the words of a command line to its flags: `--a=b`, `--a b`, `-a b`, booleans without a value. */
import type { Flag } from './flag-set.js';

export interface Word {
  readonly text: string;
  /** The field path of the word. */
  readonly path: string;
}

/** Flags of the components that take no word behind them; of others the next word that is no flag is the value. */
const BOOLEAN: ReadonlySet<string> = new Set([
  'allow-privileged',
  'alsologtostderr',
  'allocate-node-cidrs',
  'anonymous-auth',
  'authentication-token-webhook',
  'auto-tls',
  'client-cert-auth',
  'contention-profiling',
  'enable-aggregator-routing',
  'enable-bootstrap-token-auth',
  'enable-controller-attach-detach',
  'enable-debugging-handlers',
  'enable-garbage-collector',
  'enable-leader-migration',
  'enable-logs-handler',
  'enable-pprof',
  'enable-priority-and-fairness',
  'enable-server',
  'encryption-provider-config-automatic-reload',
  'experimental-initial-corrupt-check',
  'fail-swap-on',
  'kubelet-https',
  'leader-elect',
  'logtostderr',
  'make-iptables-util-chains',
  'masquerade-all',
  'peer-auto-tls',
  'peer-client-cert-auth',
  'profiling',
  'protect-kernel-defaults',
  'register-node',
  'rotate-certificates',
  'rotate-server-certificates',
  'seccomp-default',
  'serialize-image-pulls',
  'service-account-extend-token-expiration',
  'service-account-lookup',
  'use-service-account-credentials',
  'watch-cache',
]);

/** More words than a component's command line has. */
const MAX_WORDS = 2000;

/** The flags among the words; what is no flag and no flag's value is passed over. */
export function flagsOf(words: readonly Word[]): Flag[] {
  const flags: Flag[] = [];
  const end = Math.min(words.length, MAX_WORDS);
  for (let index = 0; index < end; index++) {
    const word = words[index];
    if (word === undefined || !/^--?[A-Za-z]/.test(word.text)) continue;
    const text = word.text.replace(/^--?/, '');
    const equals = text.indexOf('=');
    if (equals !== -1) {
      flags.push({ name: nameOf(text.slice(0, equals)), value: text.slice(equals + 1), path: word.path });
      continue;
    }
    const name = nameOf(text);
    const next = words[index + 1];
    const hasValue = !BOOLEAN.has(name) && next !== undefined && !/^--?[A-Za-z]/.test(next.text);
    flags.push({ name, value: hasValue ? next.text : 'true', path: word.path });
    if (hasValue) index++;
  }
  return flags;
}

const nameOf = (text: string): string => text.replaceAll('_', '-');

/** Longer scripts are no command lines. */
const MAX_SCRIPT = 65_536;

/** The words of a shell's command up to its end, quotes taken off; every word has the path of the whole. */
export function shellWords({ text, path }: Word): Word[] {
  const words: Word[] = [];
  let word: string | undefined;
  let quote = '';
  const finish = (): void => {
    if (word !== undefined) words.push({ text: word, path });
    word = undefined;
  };
  const end = Math.min(text.length, MAX_SCRIPT);
  for (let index = 0; index < end; index++) {
    const character = text[index] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '\\') {
      const next = text[++index] ?? '';
      if (next !== '\n') word = (word ?? '') + next;
    } else if (/\s/.test(character)) finish();
    else word = (word ?? '') + character;
  }
  finish();
  return words;
}
