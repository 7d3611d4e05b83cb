/** The flags by which commands about authorization find their objects and place their question. */
import { INPUT_PATHS } from '../options/input-paths.js';
import { text } from '../options/text.js';

export const fileFlag = {
  files: {
    kind: 'parsed',
    parse: text,
    optional: true,
    variadic: true,
    brief: `${INPUT_PATHS}, with roles and bindings; repeat it for more`,
    placeholder: 'path',
  },
} as const;

export const questionFlags = {
  namespace: {
    kind: 'parsed',
    parse: text,
    optional: true,
    brief: 'namespace of the resource (default "default")',
    placeholder: 'name',
  },
  allNamespaces: {
    kind: 'boolean',
    default: false,
    withNegated: false,
    brief: 'ask about all namespaces at once',
  },
  fieldSelector: {
    kind: 'parsed',
    parse: text,
    optional: true,
    brief: 'field selector of a list or watch: metadata.name=x',
    placeholder: 'selector',
  },
  labelSelector: {
    kind: 'parsed',
    parse: text,
    optional: true,
    brief: 'label selector of a list or watch',
    placeholder: 'selector',
  },
} as const;
