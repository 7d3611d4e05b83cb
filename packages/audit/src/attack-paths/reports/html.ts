import { escaped } from '../../reporters/html-text.js';
import type { AttackPath } from '../attack-paths.js';
import type { Cut } from '../cut.js';
import { footholdText } from '../foothold.js';
import type { Step } from '../step.js';
import { TECHNIQUES } from '../technique.js';
import { requirementText } from './evidence.js';
import type { AttackPathReporter } from './report.js';

const STYLE = `
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
:root { color-scheme: light dark; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
details { border: 1px solid #8886; border-radius: 6px; margin: .5rem 0; padding: .4rem .7rem; }
summary { cursor: pointer; } code, li ul { font-size: .85rem; } li ul { overflow-wrap: anywhere; }
.critical { color: #c00; font-weight: 700; } .high { color: #d2440f; font-weight: 600; }
.medium { color: #a06a00; } .low { opacity: .7; }
.chain span { border: 1px solid #8888; border-radius: 4px; padding: 0 .4rem; white-space: nowrap; }
.tag { opacity: .7; font-size: .8rem; } .assumed { color: #a06a00; }
`;

/** A page on its own: no script, nothing loaded from anywhere, all text escaped. */
export const html: AttackPathReporter = function* ({ kubernetesVersion, summary, paths, cuts, problems }) {
  yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">';
  yield '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">';
  yield '<meta name="viewport" content="width=device-width"><title>Attack paths</title>';
  yield `<style>${STYLE}</style></head><body>\n<h1>Attack paths</h1>\n`;
  yield `<p>${summary.paths} paths from ${summary.starts} starts, Kubernetes ${escaped(kubernetesVersion)}`;
  yield `${paths.length < summary.paths ? `; the worst ${paths.length} are shown` : ''}.</p>\n`;
  for (const path of paths) yield* pathSection(path);
  for (const cut of cuts) yield* cutSection(cut);
  if (problems.length > 0) {
    yield '<h2>Notes</h2>\n<ul>';
    for (const { kind, namespace, name, fieldPath, message } of problems) {
      yield `<li>${escaped(`${kind} ${namespace}/${name}: ${fieldPath}: ${message}`)}</li>\n`;
    }
    yield '</ul>\n';
  }
  yield '</body></html>\n';
};

function* pathSection({ from, target, severity, certain, steps }: AttackPath): Iterable<string> {
  const chain = [from, ...steps.map(({ to }) => to)].map(
    (foothold) => `<span>${escaped(footholdText(foothold))}</span>`,
  );
  yield `<details><summary><b class="${severity}">${severity}</b> ${escaped(footholdText(from))} → ${escaped(target.text)}`;
  yield `${certain ? '' : ' <i class="assumed">with assumptions</i>'}<br><span class="chain">${chain.join(' → ')}</span></summary>\n<ol>`;
  for (const step of steps) yield* stepItem(step);
  yield '</ol></details>\n';
}

function* stepItem({ technique, severity, to, requirements, conditions }: Step): Iterable<string> {
  const { title, tags, fix } = TECHNIQUES[technique];
  yield `<li>${escaped(title)} → <b>${escaped(footholdText(to))}</b> `;
  yield `<span class="tag"><b class="${severity}">${severity}</b> ${escaped(tags.join(' '))}</span><ul>`;
  for (const requirement of requirements) yield `<li><code>${escaped(requirementText(requirement))}</code></li>`;
  for (const { text, state } of conditions) {
    yield `<li${state === 'met' ? '' : ' class="assumed"'}>${state === 'met' ? 'given' : 'assumed'}: ${escaped(text)}</li>`;
  }
  yield `<li>fix: ${escaped(fix)}</li></ul></li>\n`;
}

function* cutSection({ target, changes, isSmallest }: Cut): Iterable<string> {
  yield `<h2>${isSmallest ? 'The fewest changes' : 'Changes'} that cut every path to ${escaped(target.text)}</h2>\n<ul>`;
  for (const { text } of changes) yield `<li>${escaped(text)}</li>`;
  yield '</ul>\n';
}
