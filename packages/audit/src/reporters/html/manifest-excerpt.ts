/**
 * The text of an object's manifest for the report, bounded, and without what may be a secret: lines in which a rule of
 * the family `secret` finds something are blotted out, and Secrets are not shown at all.
 */
import type { Position } from '@bulkhead/manifest';
import type { AuditObject } from '../../audit-object.js';
import type { Cluster } from '../../cluster.js';
import { parseFieldPath } from '../../field-path.js';
import type { Finding } from '../../finding.js';
import { secretPaths } from '../secret-paths.js';
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
  readonly #cluster: Cluster | undefined;
  #left = MAX_TOTAL;

  /** The cluster of the objects; without it only what has findings is known to be secret. */
  constructor(cluster?: Cluster) {
    this.#cluster = cluster;
  }

  /** The excerpt for an object with its findings. */
  of(object: AuditObject | undefined, findings: readonly Finding[]): ManifestExcerpt {
    if (object === undefined) return {};
    if (object.identity.kind === 'Secret') return { note: 'The text of Secrets is not put into reports.' };
    const { document } = object.source;
    const { value, key, end } = object.source.nearest([]);
    const first = (key ?? value).line;
    const last = Math.min(end.column === 1 && end.line > first ? end.line - 1 : end.line, first + MAX_LINES - 1);
    const blotted = blottedLines(object, findings, secretPaths(object, this.#cluster));
    const lines: string[] = [];
    let length = 0;
    for (let line = first; line <= last; line++) {
      const text = ownPart(document.lineText(line), line, key ?? value, end);
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

/** The line without what stands beside the object: a list in one line holds other objects, and they may be Secrets. */
function ownPart(text: string, line: number, start: Position, end: Position): string {
  const whole = line === end.line ? text.slice(0, end.column - 1) : text;
  if (line !== start.line) return whole;
  const before = text.slice(0, start.column - 1);
  return /^[\s-]*$/.test(before) ? whole : whole.slice(start.column - 1);
}

function shorten(text: string): string {
  return printable(text.length > MAX_LINE_LENGTH ? `${text.slice(0, MAX_LINE_LENGTH)} ...` : text);
}

/** Lines of values that may be secrets. */
function blottedLines(
  object: AuditObject,
  findings: readonly Finding[],
  paths: readonly string[],
): ReadonlySet<number> {
  const lines = new Set<number>();
  const add = (fieldPath: string): void => {
    const found = fieldPath === '' ? undefined : object.source.locate(parseFieldPath(fieldPath));
    if (found === undefined) return;
    for (let line = found.key?.line ?? found.value.line; line <= found.end.line; line++) lines.add(line);
  };
  for (const path of paths) add(path);
  for (const finding of findings) {
    if (!holdsSecret(finding)) continue;
    for (const { line, fieldPath } of finding.locations) {
      lines.add(line);
      add(fieldPath);
    }
  }
  return lines;
}

/** The key stays where the line begins with one. */
const blot = (text: string): string =>
  `${printable(/^\s*(?:- )?[\w.-]{1,100}:(?=\s)/.exec(text)?.[0] ?? /^\s*/.exec(text)?.[0] ?? '')} ${BLOT}`;
