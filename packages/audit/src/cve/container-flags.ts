/** The flags of a container's command line: `--name=value`, `--name value`, `-v 4`, `-v=4`; also inside of a script. */

export class ContainerFlags {
  readonly #values = new Map<string, string>();
  readonly #isRead: boolean;

  /** `words`: command and arguments in their order. */
  constructor(words: readonly string[]) {
    this.#isRead = words.length > 0;
    const tokens = words.flatMap((word) => (/\s/.test(word) && !word.startsWith('-') ? word.split(/\s+/) : [word]));
    for (const [index, token] of tokens.entries()) {
      if (!token.startsWith('-')) continue;
      const text = token.replace(/^--?/, '');
      const equals = text.indexOf('=');
      const next = tokens[index + 1];
      const value = equals >= 0 ? text.slice(equals + 1) : next === undefined || next.startsWith('-') ? 'true' : next;
      const name = equals >= 0 ? text.slice(0, equals) : text;
      // Flags are often written with underscores, which components take as dashes. The last mention counts.
      this.#values.set(name.replaceAll('_', '-'), value);
    }
  }

  /** Whether the input shows a command line at all. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** The value of a flag; undefined where it is not given. */
  get(name: string): string | undefined {
    return this.#values.get(name);
  }
}
