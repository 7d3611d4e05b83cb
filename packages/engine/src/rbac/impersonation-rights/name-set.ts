/** Names of objects that rules allow: whatever name, or those that are listed. */
export type NameSet = 'any' | ReadonlySet<string>;

export const NO_NAMES: ReadonlySet<string> = new Set();

export const isEmptySet = (names: NameSet): boolean => names !== 'any' && names.size === 0;

export const hasName = (names: NameSet, name: string): boolean => names === 'any' || names.has(name);

export function union(one: NameSet, other: NameSet): NameSet {
  if (one === 'any' || other === 'any') return 'any';
  return new Set([...one, ...other]);
}

/** What `names` has beyond `others`. A list taken from any name leaves any name. */
export function beyond(names: NameSet, others: NameSet): NameSet {
  if (others === 'any') return NO_NAMES;
  return names === 'any' ? 'any' : new Set([...names].filter((name) => !others.has(name)));
}

/** The listed names that pass; any name stays any. */
export const filtered = (names: NameSet, keep: (name: string) => boolean): NameSet =>
  names === 'any' ? 'any' : new Set([...names].filter(keep));
