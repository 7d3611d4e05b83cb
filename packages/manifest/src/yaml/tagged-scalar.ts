/**
 * Scalars with a tag, and what a scalar of any kind becomes as a key: go-yaml v2 (`resolve.go`, `decode.go`) and
 * sigs.k8s.io/yaml.
 */
import { decodeBinary } from './binary.js';
import { formatFloatKey, integerKind, resolvePlain, type Scalar } from './scalar-resolution.js';
import { isTimestamp } from './timestamp.js';

const CORE = 'tag:yaml.org,2002:';
export const MERGE_TAG = `${CORE}merge`;

/** A scalar as it was written. */
export interface WrittenScalar {
  readonly text: string;
  readonly tag: string;
  readonly implicit: boolean;
}

type Kind = 'null' | 'bool' | 'int' | 'float' | 'str' | 'timestamp';

export type Resolution = { readonly kind: Kind; readonly value: Scalar } | { readonly problem: string };

/** The value of a scalar, or why it has none. */
export function resolveScalar({ text, tag, implicit }: WrittenScalar): Resolution {
  if (tag === '') return implicit ? resolveAs(text) : { kind: 'str', value: text };
  if (!tag.startsWith(CORE)) return { kind: 'str', value: text };
  const wanted = tag.slice(CORE.length);
  switch (wanted) {
    case 'bool':
    case 'int':
    case 'float':
    case 'null':
    case 'timestamp':
      return resolveTo(wanted, text);
    case 'binary': {
      const value = decodeBinary(text);
      return value === undefined ? { problem: '!!binary value contains invalid base64 data' } : { kind: 'str', value };
    }
    default:
      return { kind: 'str', value: text };
  }
}

/** The key that a scalar becomes, undefined where the step from YAML to JSON knows none. */
export function scalarKey(scalar: WrittenScalar, resolution: { kind: Kind; value: Scalar }): string | undefined {
  const { kind, value } = resolution;
  if (kind === 'null') return undefined;
  // An integer that a tag made a float has lost the sign of its zero.
  if (kind === 'float') return formatFloatKey(integerKind(scalar.text) === undefined ? scalar.text : '', Number(value));
  if (kind === 'int') return integerKind(scalar.text) === 'unsigned' ? undefined : String(value);
  return String(value);
}

function resolveAs(text: string): { kind: Kind; value: Scalar } {
  const value = resolvePlain(text);
  if (value === null) return { kind: 'null', value };
  if (typeof value === 'boolean') return { kind: 'bool', value };
  if (typeof value === 'string') return { kind: 'str', value };
  return { kind: integerKind(text) === undefined ? 'float' : 'int', value };
}

function resolveTo(wanted: Exclude<Kind, 'str'>, text: string): Resolution {
  if (wanted === 'timestamp' && isTimestamp(text)) return { kind: 'timestamp', value: text };
  const found = resolveAs(text);
  if (found.kind === wanted) return found;
  if (wanted === 'float' && found.kind === 'int' && integerKind(text) === 'signed') {
    return { kind: 'float', value: Number(found.value) };
  }
  return { problem: `cannot decode !!${found.kind} \`${text}\` as a !!${wanted}` };
}
