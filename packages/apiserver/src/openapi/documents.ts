/**
 * Documents in both dialects.
 *
 * Source: OpenAPI 3.0, Swagger 2.0; k8s.io/kube-openapi/pkg/{builder,builder3}.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { ServedResource } from '../registry/resource.js';
import { apiPaths } from './api-paths.js';
import type { PathItem } from './operation.js';
import { PathWriter } from './path-writer.js';
import { type Dialect, SchemaBuilder } from './schema-builder.js';

/** What makes documents of one minor in one dialect; what several have in common is made once. */
export interface DocumentParts {
  readonly minor: Minor;
  readonly schemas: SchemaBuilder;
  readonly paths: PathWriter;
}

export function documentParts(minor: Minor, dialect: Dialect): DocumentParts {
  const schemas = new SchemaBuilder(minor, dialect);
  return { minor, schemas, paths: new PathWriter(schemas, dialect) };
}

/** The document of one API version. */
export function versionDocument(
  { minor, schemas, paths }: DocumentParts,
  resources: readonly ServedResource[],
  { group, version }: { readonly group: string; readonly version: string },
): string {
  const items = apiPaths(resources, group, version, minor);
  const head = JSON.stringify({ openapi: '3.0.0', info: infoOf(minor) }).slice(0, -1);
  const security = JSON.stringify({ BearerToken });
  const definitions = schemas.definitionsOf(typesOf(items));
  return `${head},"paths":${paths.write(items)},"components":{"schemas":${definitions},"securitySchemes":${security}}}`;
}

/** The one document of all API versions in the old dialect. */
export function swaggerDocument(resources: readonly ServedResource[], minor: Minor): string {
  const { schemas, paths } = documentParts(minor, 'v2');
  const versions = new Set(
    resources.flatMap(({ group, versions: served }) => served.map(({ version }) => `${group}/${version}`)),
  );
  const items = [...versions].flatMap((name) => {
    const [group = '', version = ''] = name.split('/');
    return apiPaths(resources, group, version, minor);
  });
  const head = JSON.stringify({ swagger: '2.0', info: infoOf(minor) }).slice(0, -1);
  const tail = JSON.stringify({ securityDefinitions: { BearerToken }, security: [{ BearerToken: [] }] }).slice(1);
  return `${head},"paths":${paths.write(items)},"definitions":${schemas.definitionsOf(typesOf(items))},${tail}`;
}

const infoOf = (minor: Minor): object => ({ title: 'Kubernetes', version: `1.${minor}` });

const BearerToken = {
  type: 'apiKey',
  name: 'authorization',
  in: 'header',
  description: 'Bearer token',
} as const;

function typesOf(items: readonly PathItem[]): ReadonlySet<string> {
  const types = new Set<string>();
  for (const { operations } of items) {
    for (const { body, answer } of operations) {
      if (body !== undefined) types.add(body.typeName);
      if (answer !== undefined) types.add(answer);
    }
  }
  return types;
}
