/**
 * Flags of the kubelet in files of systemd and of kubeadm: `KUBELET_KUBEADM_ARGS="--a=b"`, `Environment="KUBELET_...`,
 * `ExecStart=/usr/bin/kubelet --a=b`. They become an object of kind KubeletFlags with a list `args`.
 */
import { type ManifestDocument, textListDocument } from '@bulkhead/manifest';

/** Longer files are something else. */
const MAX_LENGTH = 65_536;

interface Word {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** The document; undefined for a file without flags of a kubelet. */
export function kubeletFlags(text: string): ManifestDocument | undefined {
  if (text.length > MAX_LENGTH || !/kubelet/i.test(text)) return undefined;
  const words: Word[] = [];
  let isWhole = false;
  let offset = 0;
  for (const line of logicalLines(text)) {
    const variable = /^\s*(?:Environment=)?["']?KUBELET_[A-Z_]*=/.exec(line);
    const start = /^\s*ExecStart=\S*\/?kubelet(?=\s|$)/.exec(line);
    if (variable !== null) words.push(...wordsFrom(line, variable[0].length, offset));
    else if (start !== null) {
      const own = wordsFrom(line, start[0].length, offset);
      // Variables hold more flags, and may come from other files.
      isWhole = !own.some(({ value }) => value.startsWith('$'));
      words.push(...own.filter(({ value }) => !value.startsWith('$')));
    }
    offset += line.length + 1;
  }
  if (!words.some(({ value }) => value.startsWith('-'))) return undefined;
  const members = { apiVersion: 'kubelet/v1', kind: 'KubeletFlags', isWhole };
  return textListDocument(text, 'args', words).with(members);
}

/** Lines, those that a backslash continues as one of the same length. */
const logicalLines = (text: string): readonly string[] =>
  text.replaceAll(/\\\r?\n/g, (end) => ' '.repeat(end.length)).split('\n');

/** The words of a line from a column on, quotes left out. */
function wordsFrom(line: string, from: number, offset: number): readonly Word[] {
  const words: Word[] = [];
  for (const match of line.slice(from).matchAll(/[^\s"']+/g)) {
    const start = offset + from + match.index;
    words.push({ value: match[0], start, end: start + match[0].length });
  }
  return words;
}
