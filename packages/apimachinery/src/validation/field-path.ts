/**
 * Paths of fields, from the root of the object. A path is a chain of small objects; its text is built only where an
 * error is reported, so that a clean object costs no strings.
 * Source: k8s.io/apimachinery/pkg/util/validation/field/path.go.
 */
export class Path {
  readonly parent: Path | undefined;
  /** A field's name, a list index, or `[key]`. */
  readonly segment: string | number;

  constructor(segment: string | number, parent?: Path) {
    this.parent = parent;
    this.segment = segment;
  }

  child(name: string): Path {
    return new Path(name, this);
  }

  index(index: number): Path {
    return new Path(index, this);
  }

  /** An entry of a map. */
  key(key: string): Path {
    return new Path(`[${key}]`, this);
  }

  toString(): string {
    // An empty name counts as an empty index.
    const own = typeof this.segment === 'number' || this.segment === '' ? `[${this.segment}]` : this.segment;
    if (this.parent === undefined) return own;
    return own.startsWith('[') ? `${this.parent}${own}` : `${this.parent}.${own}`;
  }
}
