/** The changes in each of the forms that they are printed in. */
import { type AuditObject, type FixResult, type MadeFix, valuePatch } from '@bulkhead/audit';
import type { FORMATS } from './command.js';
import { type ComponentPatch, component } from './kustomize-component.js';
import { unifiedDiff } from './unified-diff.js';

/** An object that was changed, as it was and as it is. */
interface ChangedObject {
  readonly before: AuditObject;
  readonly after: AuditObject;
  readonly fixes: readonly MadeFix[];
}

export function printed(format: (typeof FORMATS)[number], result: FixResult): Iterable<string> {
  switch (format) {
    case 'diff':
      return diffs(result);
    case 'yaml':
      return yaml(result);
    case 'json-patch':
      return jsonPatches(result);
    case 'kustomize':
      return component(
        changedObjects(result).flatMap(componentPatch),
        'Made by bulkhead fix. Name the folder of this file under `components` of a kustomization.',
      );
  }
}

function* diffs({ files }: FixResult): Iterable<string> {
  for (const { name, before, after } of files) yield* unifiedDiff(name, before, after);
}

/** Every document of the input, changed or not. */
function* yaml({ files }: FixResult): Iterable<string> {
  let isFirst = true;
  for (const { after } of files) {
    if (!isFirst && !after.startsWith('---')) yield '---\n';
    yield after === '' || after.endsWith('\n') ? after : `${after}\n`;
    isFirst = false;
  }
}

function* jsonPatches(result: FixResult): Iterable<string> {
  for (const { before, after, fixes } of changedObjects(result)) {
    const document = {
      apiVersion: 'bulkhead.dev/v1',
      kind: 'ObjectPatch',
      file: before.file,
      object: before.identity,
      fixes: fixes.map(({ finding, fix: { description, safety, risk } }) => ({
        ruleId: finding.ruleId,
        description,
        safety,
        ...(risk === undefined ? {} : { risk }),
      })),
      patch: valuePatch(before.source.value, after.source.value),
    };
    yield `${JSON.stringify(document, bigintAsNumber)}\n`;
  }
}

const bigintAsNumber = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

function componentPatch({ before, after, fixes }: ChangedObject): ComponentPatch[] {
  const { apiVersion, kind, namespace, name } = before.identity;
  const patch = valuePatch(before.source.value, after.source.value);
  // Without a name kustomize finds nothing; a changed version is another object to it.
  if (name === '' || patch.length === 0 || patch.some(({ path }) => path === '/apiVersion')) return [];
  const comments = fixes.map(
    ({ finding, fix }) =>
      `${finding.ruleId}: ${fix.description}${fix.risk === undefined ? '' : ` (unsafe: ${fix.risk})`}`,
  );
  return [{ target: { apiVersion, kind, namespace, names: [name] }, patch, comments: [...new Set(comments)] }];
}

function changedObjects({ before, after, made }: FixResult): ChangedObject[] {
  const fixes = new Map<string, MadeFix[]>();
  for (const one of made) {
    const key = keyOf(one.fix.object);
    const list = fixes.get(key);
    if (list === undefined) fixes.set(key, [one]);
    else list.push(one);
  }
  return before.flatMap((object, index): ChangedObject[] => {
    const now = after[index];
    const own = fixes.get(keyOf(object));
    return now === undefined || own === undefined ? [] : [{ before: object, after: now, fixes: own }];
  });
}

/** The place of an object, which no fix moves. */
const keyOf = ({ file, source }: AuditObject): string => `${file}\0${source.document.index}\0${source.path.join('/')}`;
