/** The version of the components that the input does not show, and the profile in which manifests are read. */
import { formatMinor, MINORS } from '@bulkhead/apimachinery';
import { type AssumedVersion, type Component, newestShown, parseComponentVersion } from '@bulkhead/audit/cve';
import type { ClusterProfile } from '@bulkhead/features';
import { UsageError } from '../../context.js';
import { type ClusterFlags, DEFAULT_KUBERNETES_VERSION, profileFrom } from '../../options/cluster-options.js';

/** Versions that are older or newer than the known ones are matched all the same; manifests are read as the nearest. */
export function nearestProfile(flags: ClusterFlags): ClusterProfile {
  const given = flags.kubernetesVersion;
  if (given === undefined) return profileFrom(flags);
  const version = parseComponentVersion(given);
  if (version?.major !== 1) {
    throw new UsageError(`--kubernetes-version ${JSON.stringify(given)}: give a version such as 1.33.4`);
  }
  const minor = Math.min(Math.max(version.minor, MINORS[0] ?? 0), MINORS.at(-1) ?? 0);
  return profileFrom({ ...flags, kubernetesVersion: formatMinor(minor) });
}

export function assumedVersion(
  given: string | undefined,
  server: string | undefined,
  shown: readonly Component[],
): AssumedVersion {
  const told = given === undefined ? undefined : parseComponentVersion(given);
  if (told !== undefined) return { version: told, source: '--kubernetes-version', isGuess: false };
  const said = server === undefined ? undefined : parseComponentVersion(server);
  if (said !== undefined) return { version: said, source: 'the version of the API server', isGuess: false };
  const newest = newestShown(shown);
  if (newest !== undefined) return { version: newest, source: 'the newest component of the input', isGuess: true };
  const version = parseComponentVersion(DEFAULT_KUBERNETES_VERSION);
  if (version === undefined) throw new Error('the default version is no version');
  return { version, source: 'no version was given', isGuess: true };
}
