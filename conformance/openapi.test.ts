/** The schemas and the operations of every API version are those that a real server of 1.35 documents. */
import { readdirSync, readFileSync } from 'node:fs';
import { defaultProfile } from '@bulkhead/features';
import { expect, it } from 'vitest';
import { documentParts, versionDocument } from '../packages/apiserver/src/openapi/documents.js';
import { runtimeConfig } from '../packages/apiserver/src/registry/runtime-config.js';
import { servedResources } from '../packages/apiserver/src/registry/served-resources.js';
import { describeShared } from './shared.js';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string }[];
  readonly 'x-kubernetes-action'?: string;
  readonly 'x-kubernetes-group-version-kind'?: object;
}

type PathItem = Readonly<Record<string, Operation>> & Pick<Operation, 'parameters'>;

interface Document {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

/** Without texts, which are our own, and with references in one form. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value as JsonObject).filter(
    ([name, member]) => name !== 'description' || typeof member !== 'string',
  );
  const [first] = members;
  if (members.length === 1 && first?.[0] === 'allOf' && Array.isArray(first[1])) return plain(first[1][0] ?? null);
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]));
}

/** Methods of proxies that are not told apart from others, and a parameter for corrupt objects. */
const NOT_OURS: ReadonlySet<string> = new Set(['options', 'head', 'ignoreStoreReadErrorWithClusterBreakingPotential']);

function operationsOf({ paths }: Document): string[] {
  return Object.entries(paths).flatMap(([path, { parameters = [], ...operations }]) =>
    Object.entries(operations)
      .filter(([method]) => !NOT_OURS.has(method))
      .map(([method, operation]) => {
        const all = [...parameters, ...(operation.parameters ?? [])].map(({ name }) => name);
        const names = all.filter((name) => !NOT_OURS.has(name)).sort();
        const { operationId, 'x-kubernetes-action': action, 'x-kubernetes-group-version-kind': kind } = operation;
        return `${path} ${method} ${operationId} ${action} ${JSON.stringify(kind)} ${names.join()}`;
      }),
  );
}

describeShared('OpenAPI documents of 1.35', (shared) => {
  const folder = `${shared}data/reference-1.35/openapi-v3-all/`;
  const files = readdirSync(folder).filter((name) => /^(api|apis__[^_]+)__v\w+\.json$/.test(name));
  const profile = defaultProfile(35);
  const resources = servedResources(profile, runtimeConfig(new Map([['api/all', true]]))).all;
  const parts = documentParts(profile.minor, 'v3');

  it.each(files)('%s', (file) => {
    const [, group = '', version = ''] = /^apis?__(?:(.*)__)?(\w+)\.json$/.exec(file) ?? [];
    const reference: Document = JSON.parse(readFileSync(folder + file, 'utf8'));
    const document: Document = JSON.parse(versionDocument(parts, resources, { group, version }));
    const { schemas } = document.components;
    expect(plain(schemas)).toEqual(plain(reference.components.schemas));
    expect(operationsOf(document).sort()).toEqual(operationsOf(reference).sort());
  });
});
