/** A subject, role or binding by kind and name. */
export const titled = ({
  kind,
  namespace,
  name,
}: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): string => `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
