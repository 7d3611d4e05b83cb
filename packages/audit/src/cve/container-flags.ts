/** The flags of a container's command line, also those of a shell's script. */
import type { Container } from '@bulkhead/apimachinery/types/core-v1';
import { FlagSet, flagsOf, shellWords } from '@bulkhead/engine/hardening';

export interface ContainerFlags {
  readonly flags: FlagSet;
  /** Whether the container shows a command line at all; without one, the image decides. */
  readonly isShown: boolean;
}

/** `path` is the container's own. */
export function containerFlags({ command = [], args = [] }: Container, path: string): ContainerFlags {
  const words = [
    ...(command ?? []).map((text, index) => ({ text, path: `${path}.command[${index}]` })),
    ...(args ?? []).map((text, index) => ({ text, path: `${path}.args[${index}]` })),
  ];
  const plain = words.flatMap((word) =>
    /\s/.test(word.text) && !word.text.startsWith('-') ? shellWords(word) : [word],
  );
  return { flags: new FlagSet(flagsOf(plain), `${path}.args`), isShown: words.length > 0 };
}
