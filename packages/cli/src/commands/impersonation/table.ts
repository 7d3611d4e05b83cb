/** Who may become whom, for people: worst first, each with its bindings and what the gate changes. */
import { formatMinor } from '@bulkhead/apimachinery';
import { painter, printable } from '@bulkhead/audit';
import type { PolicyRule } from '@bulkhead/engine/rbac';
import type { GainedPower, GateEffect } from '@bulkhead/engine/rbac/impersonation-rights';
import type { ClusterProfile } from '@bulkhead/features';
import { titled } from '../../authorization/titled.js';
import type { Answer, ListedHolder, ListedReplacement, Via } from './answer.js';
import { identityTexts } from './identity-text.js';

const GATE = 'ConstrainedImpersonation';
const KNOWN_FROM = 35;
/** Bindings and actions that are shown of a holder; more are counted. */
const MAX_LINES = 4;

export function* printHolders(
  { holders, replacements }: Answer,
  profile: ClusterProfile,
  colour: boolean,
): Iterable<string> {
  const paint = painter(colour);
  yield `${paint.dim(gateText(profile))}\n`;
  const shown = holders.filter(({ isDefault }) => !isDefault);
  for (const holder of shown) {
    const { subject, tier, tierWithGate } = holder;
    const now = tier ?? 'nobody';
    const later = tierWithGate === tier ? '' : `, ${tierWithGate ?? 'nobody'} with the gate`;
    yield `\n${paint.bold(printable(titled(subject)))}  ${now === 'critical' || now === 'high' ? paint.red(now) : now}${later}\n`;
    for (const [label, line] of linesOf(holder)) yield `  ${paint.dim(label.padEnd(15))}${printable(line)}\n`;
  }
  if (replacements.length > 0) yield `\n${paint.bold('roles with the verb impersonate')}\n`;
  for (const replacement of replacements) yield `  ${printable(replacementText(replacement))}\n`;
  const defaults = holders.length - shown.length;
  yield `\n${shown.length} may become somebody else`;
  yield defaults === 0 ? '\n' : `, and ${defaults} by the bindings that every cluster has\n`;
}

export function gateText(profile: ClusterProfile): string {
  const version = formatMinor(profile.minor);
  if (profile.minor < KNOWN_FROM)
    return `Kubernetes ${version} does not know ${GATE}; it comes with 1.35, on from 1.36`;
  return `${GATE} is ${profile.enabled(GATE) ? 'on' : 'off'} in this cluster of Kubernetes ${version}`;
}

function linesOf({ legacy, effect, via }: ListedHolder): readonly (readonly [string, string])[] {
  const rows = (label: string, lines: readonly string[]) =>
    lines.map((line, at) => [at === 0 ? label : '', line] as const);
  const identities = identityTexts(legacy);
  return [
    ...rows('may become', identities.length === 0 ? [] : [identities.join(', ')]),
    ...rows('by', limited(via.map(viaText))),
    ...rows('with the gate', effectTexts(effect)),
  ];
}

function limited(lines: readonly string[]): readonly string[] {
  const more = lines.length - MAX_LINES;
  return more > 0 ? [...lines.slice(0, MAX_LINES), `and ${more} more`] : lines;
}

function viaText({ placed: { binding, ruleIndex }, source }: Via): string {
  const place = source === '' ? 'default' : source;
  return `${titled(binding)} of ${titled(binding.role)}, rules[${ruleIndex}]  (${place})`;
}

/** What turning the gate on comes to for the holder. */
export function effectTexts({ keepsLegacy, gained, nodesJoinGroup, incomplete }: GateEffect): readonly string[] {
  const changes = [
    ...gained.map(gainedText),
    ...(nodesJoinGroup ? ['as a node without groups: now with the group system:nodes, so what that node may do'] : []),
    ...incomplete.map(
      (mode) =>
        `nothing in mode ${mode}: it takes impersonate:${mode} and impersonate-on:${mode}:VERB, and one is missing`,
    ),
  ];
  const stays = keepsLegacy ? ['all this as before, by the verb impersonate'] : [];
  return [...stays, ...changes];
}

function gainedText({ mode, identities, actions, byWildcard }: GainedPower): string {
  const doing = limited(
    [...actions].flatMap(([scope, placed]) => placed.map(({ rule }) => actionText(scope, rule, mode))),
  );
  const why = byWildcard ? 'new by the verb *' : 'new';
  return `${why}, mode ${mode}: ${identityTexts(identities).join(', ')}; to ${[...new Set(doing)].join('; ')}`;
}

function actionText(scope: string, rule: PolicyRule, mode: string): string {
  const prefix = `impersonate-on:${mode}:`;
  const verbs = rule.verbs.includes('*')
    ? ['*']
    : rule.verbs.filter((verb) => verb.startsWith(prefix)).map((verb) => verb.slice(prefix.length));
  return `${verbs.join(',')} ${[...rule.resources, ...rule.nonResourceURLs].join(',')}${scope === '' ? '' : ` in ${scope}`}`;
}

function replacementText({ role, source, refusals }: ListedReplacement): string {
  const outcome = refusals.length === 0 ? 'can be replaced, see --format yaml' : `stays: ${refusals.join('; ')}`;
  return `${titled(role)} (${source}): ${outcome}`;
}
