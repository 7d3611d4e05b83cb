/** Explanations for people. */

import { formatMinor, type MinorRange } from '@bulkhead/apimachinery';
import { type Painter, painter, type Rule } from '@bulkhead/audit';
import {
  type ClusterProfile,
  type FeatureGateRun,
  type GateExplanation,
  howToTurnOn,
  type KepExplanation,
} from '@bulkhead/features';
import type { Explained, ExplainedField } from './run.js';

export function* printExplanation(explained: Explained, profile: ClusterProfile, colour: boolean): Iterable<string> {
  const paint = painter(colour);
  switch (explained.kind) {
    case 'rules':
      for (const rule of explained.rules) yield* printRule(rule, paint);
      break;
    case 'gate':
      yield* printGate(explained.gate, profile, paint);
      break;
    case 'kep':
      yield* printKep(explained.kep, profile, paint);
      break;
    case 'fields':
      for (const field of explained.fields) yield* printField(field, profile, paint);
      break;
  }
}

function* printRule(rule: Rule, paint: Painter): Iterable<string> {
  yield `${paint.bold(rule.id)}  ${rule.title}\n`;
  yield `  usually ${rule.severity}, layer ${rule.layer}${rule.standards.length > 0 ? `, ${rule.standards.join(' ')}` : ''}\n\n`;
  yield `  ${rule.description}\n\n`;
  yield `  Risk: ${rule.risk}\n\n`;
  yield `  Fix: ${rule.remediation}\n\n`;
  yield `  Ignore it on one object: annotation ignore.bulkhead.dev/${rule.id.replace('/', '.')}: "the reason"\n\n`;
}

function* printGate(
  { gate, ladder, requires, requiredBy, fields, refusals, keps }: GateExplanation,
  profile: ClusterProfile,
  paint: Painter,
): Iterable<string> {
  yield `${paint.bold(gate.name)}  feature gate${gate.kep.length > 0 ? `, KEP-${gate.kep.join(', KEP-')}` : ''}\n`;
  if (gate.summary !== '') yield `  ${gate.summary}\n`;
  const version = formatMinor(profile.minor);
  yield `  in Kubernetes ${version} with these gates: ${profile.enabled(gate.name) ? paint.green('on') : 'off'}\n\n`;
  for (const run of ladder) yield `  ${rangeOf(run).padEnd(14)} ${stateOf(run)}\n`;
  yield '\n';
  if (gate.components.length > 0) yield `  asked by: ${gate.components.join(', ')}\n`;
  if (requires.length > 0) yield `  needs: ${requires.join(', ')}\n`;
  if (requiredBy.length > 0) yield `  needed by: ${requiredBy.join(', ')}\n`;
  for (const { field } of fields) yield `  off, the API server drops ${field} on create\n`;
  for (const refusal of refusals) yield `  off, the API server refuses ${refusal.fields.join(', ')}\n`;
  for (const kep of keps) yield `  see: bulkhead explain KEP-${kep.kep} (${kep.title})\n`;
  yield '\n';
}

const rangeOf = ({ from, to }: FeatureGateRun): string =>
  from === to ? formatMinor(from) : `${formatMinor(from)} to ${formatMinor(to)}`;

function stateOf({ state }: FeatureGateRun): string {
  if (typeof state === 'string') return state === 'absent' ? 'not known yet' : 'removed: setting it is an error';
  return `${state.stage}, default ${state.default ? 'on' : 'off'}${state.lockToDefault ? ', locked' : ''}`;
}

function* printKep(
  { kep, gates, behaviour }: KepExplanation,
  profile: ClusterProfile,
  paint: Painter,
): Iterable<string> {
  yield `${paint.bold(`KEP-${kep.kep}`)}  ${kep.title}\n`;
  for (const { name, enabled } of gates)
    yield `  gate ${name}: ${enabled === true ? paint.green('on') : 'off'} in ${formatMinor(profile.minor)}\n`;
  if (behaviour !== undefined) yield `  in ${formatMinor(profile.minor)}: ${behaviour.text}\n`;
  yield* section(
    'By version',
    kep.behaviours.map(({ minor, text }) => `${formatMinor(minor)}  ${text}`),
  );
  yield* section('Fields', kep.fields);
  yield* section('Configuration', kep.configuration);
  yield* section(`To turn it on in ${formatMinor(profile.minor)}`, howToTurnOn(kep, profile));
  yield* section('Prerequisites', kep.prerequisites);
  yield* section('Enable on', kep.mustEnableOn);
  yield* section('Notes', kep.notes);
  yield '\n';
}

function* section(title: string, lines: readonly string[]): Iterable<string> {
  if (lines.length === 0) return;
  yield `\n  ${title}\n`;
  for (const line of lines) yield `    ${line}\n`;
}

function* printField(
  { place, gated, guards, missing }: ExplainedField,
  profile: ClusterProfile,
  paint: Painter,
): Iterable<string> {
  const { path, field, values } = place;
  const version = formatMinor(profile.minor);
  yield `${paint.bold(path)}  ${field.type.goName}\n`;
  yield `  ${knownIn(field)}\n`;
  if (values.enum !== undefined) yield `  one of: ${values.enum.join(', ')}\n`;
  if (values.default !== undefined) yield `  default: ${JSON.stringify(values.default)}\n`;
  for (const { gates } of guards) yield `  guarded in ${version} by ${gates.join(', ')}\n`;
  if (missing !== undefined) yield `  ${paint.yellow(`${missing} is off: the API server drops the field on create`)}\n`;
  if (gated?.alwaysDropped !== undefined) yield `  always dropped: ${gated.alwaysDropped}\n`;
  for (const kep of gated?.keps ?? []) yield `  see: bulkhead explain KEP-${kep}\n`;
  yield '\n';
}

function knownIn({ since, last }: MinorRange): string {
  if (since !== undefined && last !== undefined) return `known from ${formatMinor(since)} to ${formatMinor(last)}`;
  if (since !== undefined) return `known since ${formatMinor(since)}`;
  return last === undefined ? 'known in all versions' : `known until ${formatMinor(last)}`;
}
