/**
 * What changed for users from one minor to the next: removals, other defaults, stricter validation.
 * Source: the CHANGELOG files of Kubernetes and the differences between the released components.
 */
import type { Minor } from '@bulkhead/apimachinery';
import { upgradeNotesText } from './generated/upgrade-notes.js';

/** `break`: something that worked does not work any more. `warn`: it may, or will later. */
export type NoteSeverity = 'break' | 'warn' | 'info';

export interface UpgradeNote {
  /** `1.35-02` */
  readonly id: string;
  /** The minor that brings it. */
  readonly minor: Minor;
  /** `removal`, `flag-removed`, `default-change`, `validation`, `deprecation`, ... */
  readonly kind: string;
  readonly severity: NoteSeverity;
  readonly area: string;
  /** Neither ends in a period; the detail may be empty. */
  readonly title: string;
  readonly detail: string;
  /** What to look for; empty when nothing in files or objects shows it. */
  readonly check: Readonly<Record<string, unknown>>;
  /** Empty when there is nothing to do. */
  readonly action: string;
}

/** An entry of the generated table; the letters are explained there. */
interface Entry {
  readonly m: Minor;
  readonly k: string;
  readonly s: NoteSeverity;
  readonly a: string;
  readonly t: string;
  readonly d?: string;
  readonly c?: Readonly<Record<string, unknown>>;
  readonly x?: string;
}

let notes: readonly UpgradeNote[] | undefined;

/** Every note of every known minor, rising. */
export function allUpgradeNotes(): readonly UpgradeNote[] {
  notes ??= Object.entries(JSON.parse(upgradeNotesText) as { readonly [id: string]: Entry }).map(
    ([id, { m, k, s, a, t, d = '', c = {}, x = '' }]): UpgradeNote => ({
      id,
      minor: m,
      kind: k,
      severity: s,
      area: a,
      title: t,
      detail: d,
      check: c,
      action: x,
    }),
  );
  return notes;
}

/** The notes of an upgrade: of every minor after `from` up to `to`. */
export const upgradeNotesBetween = (from: Minor, to: Minor): readonly UpgradeNote[] =>
  allUpgradeNotes().filter(({ minor }) => from < minor && minor <= to);
