import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AtomTable, NO_GRANT } from './atom-table.js';

const right = fc.record({
  atom: fc.oneof(fc.nat(20), fc.nat(100_000)),
  names: fc.uniqueArray(fc.constantFrom<string>('', 'a', 'b', 'c'), { maxLength: 3 }),
});

it('finds the lowest grant of an atom for a name, as reading all of them does', () => {
  fc.assert(
    fc.property(
      fc.array(right, { maxLength: 200 }),
      fc.nat(30),
      fc.constantFrom('', 'a', 'x'),
      (rights, other, name) => {
        const atoms = rights.map(({ atom }) => atom);
        const table = new AtomTable(
          atoms,
          rights.map((_, grant) => grant),
          rights.map(({ names }) => names),
        );
        for (const wanted of [...atoms, other]) {
          const grant = rights.findIndex(
            ({ atom, names }) => atom === wanted && (names.length === 0 || names.includes(name)),
          );
          expect(table.find(wanted, name)).toBe(grant < 0 ? NO_GRANT : grant);
        }
      },
    ),
  );
});
