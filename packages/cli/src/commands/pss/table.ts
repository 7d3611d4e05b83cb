/** The verdicts for people: refused ones with each reason on its line, allowed ones in a word, namespaces at the end. */
import { type Painter, painter, printable } from '@bulkhead/audit';
import type { NamespaceDryRun, PssResult } from './run.js';

export function* printTable(
  results: readonly PssResult[],
  namespaces: readonly NamespaceDryRun[],
  colour: boolean,
): Iterable<string> {
  const paint = painter(colour);
  for (const result of results) yield* printResult(result, paint);
  const refused = results.filter(({ allowed }) => !allowed).length;
  if (namespaces.some(({ warnings }) => warnings.length > 0)) yield* printNamespaces(namespaces, paint);
  if (results.length === 0) yield 'no pods or pod templates\n';
  else if (refused === 0) yield paint.green(`all ${results.length} verdicts: allowed\n`);
  else yield `${refused} of ${results.length} verdicts: not allowed\n`;
}

function* printResult({ object, file, level, version, allowed, checks }: PssResult, paint: Painter): Iterable<string> {
  const name = printable(`${object.kind} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name}`);
  const verdict = allowed ? paint.green('allowed') : paint.red('refused');
  yield `${verdict}  ${paint.bold(name)}  ${level}:${version}  ${paint.dim(printable(file))}\n`;
  for (const { reason, detail } of checks)
    yield `         ${printable(reason)}${detail === '' ? '' : ` (${printable(detail)})`}\n`;
}

function* printNamespaces(namespaces: readonly NamespaceDryRun[], paint: Painter): Iterable<string> {
  yield `\n${paint.bold('Labelling the namespaces would warn:')}\n`;
  for (const { namespace, level, version, warnings, pods } of namespaces) {
    const label = `${printable(namespace)}  pod-security.kubernetes.io/enforce=${level} (${version})`;
    if (warnings.length === 0)
      yield `${label}: ${paint.green(`nothing, ${pods === 1 ? 'its workload passes' : `its ${pods} workloads pass`}`)}\n`;
    else yield `${label}\n${warnings.map((warning) => `         ${printable(warning)}\n`).join('')}`;
  }
  yield '\n';
}
