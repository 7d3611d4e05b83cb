/** Lists in JSON with one item a line, written as they come; the items are what other programs read. */
export function* jsonList(name: string, items: Iterable<unknown>): Iterable<string> {
  yield `,\n "${name}":[`;
  let separator = '\n  ';
  for (const item of items) {
    yield separator + JSON.stringify(item);
    separator = ',\n  ';
  }
  yield ']';
}

/** The head of a document, up to its lists. */
export const jsonHead = (kind: string, kubernetesVersion: string, fields: object = {}): string => {
  const head = JSON.stringify({ apiVersion: 'bulkhead.dev/v1', kind, kubernetesVersion, ...fields });
  return head.slice(0, -1);
};
