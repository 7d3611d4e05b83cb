/**
 * What one fix uncovers, the next round fixes. Where the first of such a chain can break something, the others are part of
 * that change, however harmless each would be by itself.
 */
import type { AuditObject } from '../audit-object.js';
import type { Finding } from '../finding.js';
import { AutomaticFix } from './fix.js';

export class UnsafeChain {
  /** What could have been fixed safely before anything was changed. */
  readonly #safeFromTheStart: ReadonlySet<string>;
  /** By object, what it was changed by: the first unsafe fix, or undefined where all were safe. */
  readonly #causes = new Map<string, AutomaticFix | undefined>();
  #firstCause: AutomaticFix | undefined;

  constructor(findings: readonly Finding[]) {
    this.#safeFromTheStart = new Set(
      findings.flatMap((finding) =>
        finding.fix instanceof AutomaticFix && finding.fix.safety === 'safe' ? [keyOf(finding, finding.fix)] : [],
      ),
    );
  }

  /** The fix of the finding, unsafe where it is only needed because of an unsafe one. */
  consequence(finding: Finding, fix: AutomaticFix): AutomaticFix {
    if (fix.safety === 'unsafe' || this.#safeFromTheStart.has(keyOf(finding, fix))) return fix;
    const place = placeOf(fix.object);
    // Nothing of this object was changed: the cause is a change of another one.
    const cause = this.#causes.has(place) ? this.#causes.get(place) : this.#firstCause;
    return cause === undefined ? fix : fix.after(cause);
  }

  /** Remembers that a fix was made. */
  made(fix: AutomaticFix): void {
    const place = placeOf(fix.object);
    const cause = fix.safety === 'unsafe' ? fix : undefined;
    this.#causes.set(place, this.#causes.get(place) ?? cause);
    this.#firstCause ??= cause;
  }
}

const keyOf = (finding: Finding, fix: AutomaticFix): string => `${fix.object.file}\0${finding.fingerprint}`;

/** No fix moves an object. */
const placeOf = ({ file, source }: AuditObject): string =>
  `${file}\0${source.document.index}\0${source.path.join('/')}`;
