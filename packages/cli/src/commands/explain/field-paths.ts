/** Fields by the way people write them: `pod.spec.hostUsers`, `spec.containers[].procMount`, `hostUsers`. */
import {
  apiVersions,
  type DocumentedValues,
  documentedValuesOf,
  type FieldModel,
  findResources,
  type GoType,
  type KindModel,
  kindsOf,
  lookupKind,
  NEWEST_MINOR,
  type TypeModel,
  typeModel,
  typeOfKind,
} from '@bulkhead/apimachinery';

export interface FieldPlace {
  /** `Pod.spec.containers[].securityContext.procMount` */
  readonly path: string;
  readonly type: TypeModel;
  readonly field: FieldModel;
  readonly values: DocumentedValues;
}

/** A bare name is looked for in a Pod down to this depth: deeper, the API only repeats itself. */
const MAX_DEPTH = 8;

/** The places that the query can mean, none for no field. */
export function fieldPlaces(query: string): readonly FieldPlace[] {
  const segments = query
    .replaceAll(/\[[^\]]*\]/g, '')
    .split('.')
    .filter((part) => part !== '');
  const [first = '', ...rest] = segments;
  const kind = kindNamed(first);
  if (kind !== undefined && rest.length > 0) return along(kind, rest);
  const pod = lookupKind('v1', 'Pod');
  if (pod === undefined) return [];
  return segments.length > 1 ? along(pod, segments) : below(pod, first);
}

/** The newest version of a kind or resource of that name. */
function kindNamed(name: string): KindModel | undefined {
  const lower = name.toLowerCase();
  const resource = findResources(lower, NEWEST_MINOR)[0];
  if (resource !== undefined) return lookupKind(apiVersionOf(resource), resource.kind);
  for (const apiVersion of apiVersions()) {
    for (const [kind, model] of kindsOf(apiVersion)) if (kind.toLowerCase() === lower) return model;
  }
  return undefined;
}

const apiVersionOf = ({ group, version }: { readonly group: string; readonly version: string }): string =>
  group === '' ? version : `${group}/${version}`;

function along(kind: KindModel, names: readonly string[]): FieldPlace[] {
  let type: TypeModel | undefined = typeOfKind(kind);
  let path = kind.kind;
  let place: FieldPlace | undefined;
  for (const name of names) {
    const field: FieldModel | undefined = type?.fields.get(name);
    if (type === undefined || field === undefined) return [];
    path += `.${name}${isList(field.type) ? '[]' : ''}`;
    place = { path, type, field, values: documentedValuesOf(field.declaredIn, name) };
    type = structOf(field.type);
  }
  return place === undefined ? [] : [place];
}

function below(kind: KindModel, name: string): FieldPlace[] {
  const found: FieldPlace[] = [];
  const visit = (type: TypeModel, path: string, depth: number): void => {
    for (const field of type.fields.values()) {
      const next = `${path}.${field.name}${isList(field.type) ? '[]' : ''}`;
      if (field.name === name)
        found.push({ path: next, type, field, values: documentedValuesOf(field.declaredIn, name) });
      const inner = depth < MAX_DEPTH ? structOf(field.type) : undefined;
      if (inner !== undefined) visit(inner, next, depth + 1);
    }
  };
  visit(typeOfKind(kind), kind.kind, 0);
  return found;
}

const isList = (type: GoType): boolean => type.kind === 'list';

/** The struct behind pointers, lists and maps. */
function structOf(type: GoType): TypeModel | undefined {
  let current: GoType = type;
  while (current.element !== undefined) current = current.element;
  return current.kind === 'struct' && current.typeName !== undefined ? typeModel(current.typeName) : undefined;
}
