/**
 * Paths with their operations, as JSON.
 *
 * Source: OpenAPI 3.0, Swagger 2.0; k8s.io/kube-openapi/pkg/{builder,builder3}.
 */
import { PATCH_TYPES } from '../http/negotiation.js';
import { type Operation, type PathItem, PRETTY, type QueryParameter } from './operation.js';
import type { Dialect, Schema, SchemaBuilder } from './schema-builder.js';

const ANSWER_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'] as const;
const STREAM_TYPES = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'] as const;

/** Writes paths in one dialect. What many operations have in common is turned into text once. */
export class PathWriter {
  readonly #schemas: SchemaBuilder;
  readonly #dialect: Dialect;
  readonly #texts = new Map<string, string>();

  constructor(schemas: SchemaBuilder, dialect: Dialect) {
    this.#schemas = schemas;
    this.#dialect = dialect;
  }

  /** The JSON of all paths. */
  write(items: readonly PathItem[]): string {
    const sorted = items.toSorted((left, right) => (left.path < right.path ? -1 : 1));
    return `{${sorted.map((item) => `"${item.path}":${this.#path(item)}`).join(',')}}`;
  }

  #path({ placeholders, operations }: PathItem): string {
    const members = operations.map((operation) => `"${operation.method}":${this.#operation(operation)}`);
    const isPretty = operations.some(isPrettyOffered);
    if (placeholders.length > 0 || isPretty) members.push(`"parameters":${this.#shared(placeholders, isPretty)}`);
    return `{${members.join(',')}}`;
  }

  #shared(placeholders: readonly string[], isPretty: boolean): string {
    return this.#once(`shared ${placeholders.join(' ')} ${isPretty}`, () => [
      ...placeholders.map((name) => placeholder(name, this.#dialect)),
      ...(isPretty ? [queryParameter(PRETTY, this.#dialect)] : []),
    ]);
  }

  #operation(operation: Operation): string {
    const members =
      this.#dialect === 'v2' ? [...this.#mediaTypes(operation), this.#parameters(operation)] : this.#request(operation);
    const own = [...members, this.#responses(operation)].filter((member) => member !== '');
    return `${JSON.stringify(commonOf(operation)).slice(0, -1)},${own.join(',')}}`;
  }

  /** In the old dialect the body is one of them. */
  #parameters({ query, body }: Operation): string {
    const isOld = this.#dialect === 'v2';
    if (query.length === 0 && !(isOld && body !== undefined)) return '';
    const key = `query ${query.map(({ name, type }) => `${name}:${type}`).join(' ')}`;
    const queries = this.#once(key, () => query.map((each) => queryParameter(each, this.#dialect)));
    if (!isOld || body === undefined) return `"parameters":${queries}`;
    const bodyText = this.#once(`body ${body.typeName} ${body.required}`, () => ({
      in: 'body',
      name: 'body',
      ...(body.required ? { required: true } : {}),
      schema: this.#schemas.reference(body.typeName),
    }));
    return `"parameters":[${[bodyText, queries.slice(1, -1)].filter((text) => text !== '').join(',')}]`;
  }

  #request(operation: Operation): readonly string[] {
    const { body, isPatch } = operation;
    const parameters = this.#parameters(operation);
    if (body === undefined) return [parameters];
    const types = isPatch === true ? patchTypes() : ['*/*'];
    const request = this.#once(`request ${types.length} ${body.typeName} ${body.required}`, () => ({
      content: contentOf(types, this.#schemas.reference(body.typeName)),
      ...(body.required ? { required: true } : {}),
    }));
    return [parameters, `"requestBody":${request}`];
  }

  #mediaTypes({ isPatch, answer, streams }: Operation): readonly string[] {
    const consumed = this.#once(`consumes ${isPatch}`, () => (isPatch === true ? patchTypes() : ['*/*']));
    const produced = this.#once(`produces ${answer === undefined} ${streams}`, () => answerTypes(answer, streams));
    return [`"consumes":${consumed}`, `"produces":${produced}`, '"schemes":["https"]'];
  }

  #responses({ answer, codes, streams }: Operation): string {
    const responses = this.#once(`responses ${answer} ${codes.join()} ${streams}`, () => {
      const schema = answer === undefined ? { type: 'string' } : this.#schemas.reference(answer);
      const answered =
        this.#dialect === 'v2' ? { schema } : { content: contentOf(answerTypes(answer, streams), schema) };
      const named = codes.map((code) => [code, { description: CODES.get(code) ?? '', ...answered }]);
      return { ...Object.fromEntries(named), 401: { description: 'Unauthorized' } };
    });
    return `"responses":${responses}`;
  }

  #once(key: string, make: () => object): string {
    let text = this.#texts.get(key);
    if (text === undefined) {
      text = JSON.stringify(make());
      this.#texts.set(key, text);
    }
    return text;
  }
}

/** What is no object has one form. */
const isPrettyOffered = ({ action }: Operation): boolean => action !== undefined && action !== 'connect';

const PLACEHOLDERS: ReadonlyMap<string, string> = new Map([
  ['name', 'Name of the object.'],
  ['namespace', 'Namespace of the object.'],
  ['path', 'Path to ask for behind the proxy.'],
]);

const placeholder = (name: string, dialect: Dialect): Schema => ({
  name,
  in: 'path',
  description: PLACEHOLDERS.get(name) ?? name,
  required: true,
  ...valueOf('string', dialect),
});

const queryParameter = ({ name, type, description }: QueryParameter, dialect: Dialect): Schema => ({
  name,
  in: 'query',
  ...(description === undefined ? {} : { description }),
  ...valueOf(type, dialect),
});

const valueOf = (type: QueryParameter['type'], dialect: Dialect): Schema =>
  dialect === 'v2' ? { uniqueItems: true, type } : { schema: { type, uniqueItems: true } };

const patchTypes = (): readonly string[] => Object.keys(PATCH_TYPES).toSorted();

/** What is the same in both dialects. */
const commonOf = ({ tag, operationId, description, action, kind }: Operation): Schema => ({
  tags: [tag],
  description,
  operationId,
  ...(action === undefined ? {} : { 'x-kubernetes-action': action }),
  ...(kind === undefined ? {} : { 'x-kubernetes-group-version-kind': kind }),
});

const CODES: ReadonlyMap<number, string> = new Map([
  [200, 'OK'],
  [201, 'Created'],
  [202, 'Accepted'],
  [401, 'Unauthorized'],
]);

const contentOf = (types: readonly string[], schema: Schema): Schema =>
  Object.fromEntries(types.map((type) => [type, { schema }]));

function answerTypes(answer: string | undefined, streams: boolean | undefined): readonly string[] {
  if (answer === undefined) return ['*/*'];
  return streams === true ? [...ANSWER_TYPES, ...STREAM_TYPES] : ANSWER_TYPES;
}
