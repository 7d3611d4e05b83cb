/** `--from`: the version from which a cluster is upgraded to `--kubernetes-version`. */
import { formatMinor, MINORS, type Minor, parseMinor } from '@bulkhead/apimachinery';
import { UsageError } from '../context.js';
import { text } from './text.js';

export const upgradeFromFlag = {
  kind: 'parsed',
  parse: text,
  optional: true,
  brief: 'the version from which the cluster is upgraded to --kubernetes-version: adds what that breaks',
  placeholder: 'version',
} as const;

/** The minor that the flag names, older than `to`; undefined when it is not given. */
export function upgradeFrom(flag: string | undefined, to: Minor): Minor | undefined {
  if (flag === undefined) return undefined;
  const minor = parseMinor(flag);
  if (minor === undefined || !MINORS.includes(minor)) {
    const known = `${formatMinor(MINORS[0] ?? 0)} to ${formatMinor(MINORS.at(-1) ?? 0)}`;
    throw new UsageError(
      `--from ${JSON.stringify(flag)}: expected a version from ${known}, like ${formatMinor(to - 1)}`,
    );
  }
  if (minor >= to) {
    throw new UsageError(
      `--from ${formatMinor(minor)} is not older than --kubernetes-version ${formatMinor(to)}, which it is upgraded to`,
    );
  }
  return minor;
}
