import { quoted } from '../../reporters/dot-text.js';
import { type Foothold, footholdText } from '../foothold.js';
import type { Step } from '../step.js';
import type { AttackPathReporter } from './report.js';

/** Graphviz: footholds and the steps between them, each once. */
export const dot: AttackPathReporter = function* ({ paths }) {
  yield 'digraph attack_paths {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname="sans-serif"];\n';
  const footholds = new Map<string, Foothold>();
  const steps = new Map<string, Step>();
  const starts = new Set(paths.map(({ from }) => from.key));
  for (const { steps: path } of paths) {
    for (const step of path) {
      footholds.set(step.from.key, step.from);
      footholds.set(step.to.key, step.to);
      steps.set(JSON.stringify([step.from.key, step.to.key, step.technique]), step);
    }
  }
  for (const foothold of footholds.values()) {
    const fill = starts.has(foothold.key) ? ', penwidth=2' : '';
    const isGoal = ['clusterAdmin', 'node', 'secrets'].includes(foothold.kind);
    yield `  ${quoted(foothold.key)} [label=${quoted(footholdText(foothold))}${fill}${isGoal ? ', color=red' : ''}];\n`;
  }
  for (const { from, to, technique, conditions } of steps.values()) {
    const style = conditions.some(({ state }) => state === 'unknown') ? ', style=dashed' : '';
    yield `  ${quoted(from.key)} -> ${quoted(to.key)} [label=${quoted(technique)}${style}];\n`;
  }
  yield '}\n';
};
