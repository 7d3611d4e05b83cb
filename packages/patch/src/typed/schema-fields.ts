/**
 * Sets of paths seen with their type.
 * Source: sigs.k8s.io/structured-merge-diff, fieldpath/set.go and typed/reconcile_schema.go.
 */
import type { ApplyType } from '../apply-type/apply-type.js';
import { elementsOf, type Fields, FieldsBuilder, hasChildren, isMember, LEAF } from '../fields-v1/fields.js';

/** Adds the declared fields that are on the way to members: so a struct goes with the last of its fields. */
export function withNamedFields(fields: Fields, type: ApplyType): Fields {
  return namedNode(fields, type, false) ?? LEAF;
}

function namedNode(node: Fields, type: ApplyType | undefined, member: boolean): Fields | undefined {
  const built = new FieldsBuilder(member);
  for (const element of elementsOf(node)) {
    const below = node[element];
    if (below === undefined) continue;
    const { declared, below: belowType } = typeBelow(type, element);
    built.add(element, hasChildren(below) ? namedNode(below, belowType, declared || isMember(below)) : below);
  }
  return built.node();
}

function typeBelow(type: ApplyType | undefined, element: string): { declared: boolean; below: ApplyType | undefined } {
  if (element.startsWith('f:')) {
    const field = type?.map?.fields.get(element.slice(2));
    return { declared: field !== undefined, below: field?.type ?? type?.map?.element };
  }
  return { declared: false, below: type?.list?.element };
}

/**
 * The set as the type of now would have it: a place that has become a leaf is owned itself, instead of what is below.
 * The very set when nothing changes.
 */
export function reconciledFields(fields: Fields, type: ApplyType): Fields {
  return reconciledNode(fields, type, false) ?? LEAF;
}

function reconciledNode(node: Fields, type: ApplyType, member: boolean): Fields | undefined {
  const built = new FieldsBuilder(member);
  let isSame = true;
  for (const element of elementsOf(node)) {
    const below = node[element];
    if (below === undefined) continue;
    const belowType = type.map?.deduced === true ? undefined : typeBelow(type, element).below;
    const reconciled = belowType === undefined || !hasChildren(below) ? below : reconciledBelow(below, belowType);
    isSame &&= reconciled === below;
    built.add(element, reconciled);
  }
  return isSame ? node : built.node();
}

function reconciledBelow(node: Fields, type: ApplyType): Fields | undefined {
  const form = type.map ?? (type.scalar === undefined ? type.list : undefined);
  if (form === undefined || type.map?.deduced === true) return node;
  return form.atomic ? LEAF : reconciledNode(node, type, isMember(node));
}
