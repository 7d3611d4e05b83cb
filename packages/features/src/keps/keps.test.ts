import { describe, expect, it } from 'vitest';
import { featureGate } from '../feature-gate.js';
import { KEPS, kepByNumber } from './index.js';

/** Gates that a KEP plans and that no known version has. */
const PLANNED = new Set(['KubeletCertCNValidation']);

describe('KEPS', () => {
  it('is sorted by number, and no number occurs twice', () => {
    const numbers = KEPS.map((kep) => kep.kep);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    const all = KEPS.flatMap((kep) => [kep.kep, ...(kep.also ?? [])]);
    expect(all.length).toBe(new Set(all).size);
  });

  it.each(KEPS)('$kep $title', (kep) => {
    expect(kep.behaviours.length).toBeGreaterThan(0);
    const minors = kep.behaviours.map((behaviour) => behaviour.minor);
    expect(minors).toEqual([...new Set(minors)].toSorted((a, b) => a - b));
    for (const gate of kep.gates) expect(featureGate(gate) !== undefined || PLANNED.has(gate), gate).toBe(true);
    expect(kep.gates.length > 0).toBe(kep.mustEnableOn.length > 0);
    const texts = [kep.title, ...kep.behaviours.map(({ text }) => text), ...kep.notes, ...kep.prerequisites];
    for (const text of texts) expect(text).toMatch(/[^.\s]$/);
  });

  it('describes each step of the main gate in the minor in which it happens', () => {
    for (const kep of KEPS) {
      const gate = featureGate(kep.gates[0] ?? '');
      if (gate === undefined) continue;
      const described = new Set(kep.behaviours.map((behaviour) => behaviour.minor));
      const steps = gate.runs.filter((run) => run.from > 27 || run.state !== 'absent').map((run) => run.from);
      for (const minor of steps) expect(described.has(minor), `KEP-${kep.kep} ${gate.name} in 1.${minor}`).toBe(true);
    }
  });
});

describe('kepByNumber', () => {
  it.each([
    [127, 127],
    [1205, 4193],
    [3908, 740],
    [1, undefined],
  ])('%i', (number, kep) => {
    expect(kepByNumber(number)?.kep).toBe(kep);
  });
});
