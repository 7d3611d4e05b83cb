// Writes packages/features/src/generated/feature-gates.ts from ../shared/data/feature-gates.json:
// every feature gate of the minors 1.27 to 1.36, its stages as runs of minors.
import { compact, GENERATED, jsonByLine, minorOf, templateLiteral } from './generated-text.mjs';

const STAGE = { alpha: 'a', beta: 'b', ga: 'g', deprecated: 'd', removed: 'r', absent: '-' };
const [OLDEST, NEWEST] = [27, 36];

const HEADER = `//
// JSON text: { "<gate>": entry, ... }, sorted by name, one gate a line. Members of an entry:
//   v  stages as runs, "<first minor><stage><default><lock>" joined by spaces, rising, from minor ${OLDEST} on; a run
//      lasts until the next one starts, the last one through minor ${NEWEST}.
//        stage    a alpha, b beta, g ga, d deprecated, r removed (known before, not any more), - absent (not yet)
//        default  + on, - off; left out for r and absent
//        lock     ! locked to the default; left out where the gate can be set
//      "27- 28a- 30b- 33b+ 36g+!" = absent in 1.27, alpha and off from 1.28, beta and off from 1.30,
//      beta and on from 1.33, ga, on and locked from 1.36.
//   m  Go module that registers the gate, without "k8s.io/": "kubernetes" (left out), "apiserver", "client-go", ...
//   k  KEP numbers; left out when none is known
//   c  components of the KEP ("kube-apiserver", "kubelet", ...); left out when unknown
//   u  components whose code reads the gate; left out when unknown
//   s  1 = security relevant
//   t  one sentence of what the gate does; only for gates that are security relevant
//   r  gates that must be on when this one is
//   e  the first minor that enforces r at start
//   f  26 = the gate is older than minor ${OLDEST}; left out otherwise
//   x  the minor that removed the gate
//   p  behaviour that differs by patch release, in words
//   o  defaults that a component overrides: { "<component>": { "<minor>": boolean } }`;

/** `27- 28a- 30b- 33b+ 36g+!` */
function runsOf(versions) {
  const runs = [];
  let before = '';
  for (let minor = OLDEST; minor <= NEWEST; minor++) {
    const { stage, default: on, lockToDefault } = versions[`1.${minor}`];
    const letter = STAGE[stage];
    if (letter === undefined) throw new Error(`unknown stage ${stage}`);
    const state = on === undefined ? letter : `${letter}${on ? '+' : '-'}${lockToDefault ? '!' : ''}`;
    if (state !== before) runs.push(`${minor}${state}`);
    before = state;
  }
  return runs.join(' ');
}

function overridesOf(overrides) {
  if (overrides === undefined) return undefined;
  const byMinor = (defaults) => Object.fromEntries(Object.entries(defaults).map(([v, on]) => [minorOf(v), on]));
  return Object.fromEntries(Object.entries(overrides).map(([component, defaults]) => [component, byMinor(defaults)]));
}

function entryOf(gate) {
  const module = gate.module.replace('k8s.io/', '');
  return compact({
    v: runsOf(gate.versions),
    m: module === 'kubernetes' ? undefined : module,
    k: gate.kep,
    c: gate.kepComponents,
    u: gate.codeComponents,
    s: gate.securityRelevant ? 1 : undefined,
    t: gate.summary,
    r: gate.requires,
    e: gate.requiresEnforcedFrom && minorOf(gate.requiresEnforcedFrom),
    f: gate.firstSeen === '<=1.26' ? 26 : undefined,
    x: gate.removedIn && minorOf(gate.removedIn),
    p: gate.patchNotes,
    o: overridesOf(gate.componentOverrides),
  });
}

/** Files by their path from the project's root. `readShared` reads a JSON file of ../shared/data. */
export function generateFeatureGates(readShared) {
  const { gates } = readShared('feature-gates.json');
  const entries = Object.fromEntries(
    Object.keys(gates)
      .sort()
      .map((name) => [name, entryOf(gates[name])]),
  );
  const text = `${GENERATED}\n${HEADER}\nexport const featureGatesText: string = ${templateLiteral(jsonByLine(entries))};\n`;
  return new Map([['packages/features/src/generated/feature-gates.ts', text]]);
}
