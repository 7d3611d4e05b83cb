/**
 * The text of an object's manifest for the report, bounded, and without what may be a secret: the lines of a finding of
 * the family `secret` are blotted out, and Secrets are not shown at all.
 */
import type { AuditObject } from '../../audit-object.js';
import { parseFieldPath } from '../../field-path.js';
import type { Finding } from '../../finding.js';
import { holdsSecret } from '../shown-line.js';
import { printable } from '../terminal-text.js';

/** Longer manifests are cut: what is beyond can be read in the file. */
const MAX_LINES = 1500;
/** A minified file is one line; nobody reads on. */
const MAX_LINE_LENGTH = 300;
/** All manifests of one report, in UTF-16 units: a page of 10,000 workloads must still open at once. */
const MAX_TOTAL = 8 << 20;

const BLOT = '\u2022\u2022\u2022\u2022\u2022\u2022 not shown';

export interface ManifestExcerpt {
  readonly text?: string;
  readonly firstLine?: number;
  readonly note?: string;
}

export class ManifestExcerpts {
  #left = MAX_TOTAL;

  /** The excerpt for an object with its findings. */
  of(object: AuditObject | undefined, findings: readonly Finding[]): ManifestExcerpt {
    if (object === undefined) return {};
    if (object.identity.kind === 'Secret') return { note: 'The text of Secrets is not put into reports.' };
    const { document } = object.source;
    const { value, key, end } = object.source.nearest([]);
    const first = (key ?? value).line;
    const last = Math.min(end.column === 1 && end.line > first ? end.line - 1 : end.line, first + MAX_LINES - 1);
    const blotted = blottedLines(object, findings);
    const lines: string[] = [];
    let length = 0;
    for (let line = first; line <= last; line++) {
      const text = document.lineText(line);
      const shown = blotted.has(line) ? blot(text) : shorten(text.replaceAll('\t', '    '));
      lines.push(shown);
      length += shown.length + 1;
    }
    if (length > this.#left) return { note: 'Left out: with it the report would be too large to open.' };
    this.#left -= length;
    return {
      text: lines.join('\n'),
      firstLine: first,
      ...(last < end.line && lines.length === MAX_LINES
        ? { note: `Only the first ${MAX_LINES} lines are shown.` }
        : {}),
    };
  }
}

function shorten(text: string): string {
  return printable(text.length > MAX_LINE_LENGTH ? `${text.slice(0, MAX_LINE_LENGTH)} ...` : text);
}

/** Lines of values that may be secrets. */
function blottedLines(object: AuditObject, findings: readonly Finding[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const finding of findings) {
    if (!holdsSecret(finding)) continue;
    for (const { line, fieldPath } of finding.locations) {
      lines.add(line);
      const found = object.source.locate(parseFieldPath(fieldPath));
      if (found === undefined || fieldPath === '') continue;
      for (let next = found.value.line; next <= found.end.line; next++) lines.add(next);
    }
  }
  return lines;
}

/** The key stays where the line begins with one. */
const blot = (text: string): string =>
  `${printable(/^\s*(?:- )?[\w.-]{1,100}:(?=\s)/.exec(text)?.[0] ?? /^\s*/.exec(text)?.[0] ?? '')} ${BLOT}`;
