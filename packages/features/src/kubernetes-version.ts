/**
 * Which versions are supported, and which one a binary may emulate.
 * Source of the emulation rules: k8s.io/component-base/compatibility/version.go, apiserver/pkg/util/compatibility.
 */
import { formatMinor, MINORS, type Minor, parseMinor } from '@bulkhead/apimachinery';

/** The first minor that takes `--emulated-version`; it and the next ones can emulate nothing older. */
const EMULATION_FROM: Minor = 31;
/** How many minors back a binary can emulate. */
const EMULATION_REACH = 3;

/** The minor of a supported version, or the error. */
export function supportedMinor(version: string): Minor | string {
  const minor = parseMinor(version);
  return minor !== undefined && MINORS.includes(minor) ? minor : unsupported(version);
}

/** The one sentence for every version outside of the known ones. */
export function unsupported(version: string): string {
  return `unsupported Kubernetes version "${version}": supported are ${MINORS.map(formatMinor).join(', ')}`;
}

/** The minor that a binary is asked to emulate, or the error. */
export function emulatedMinor(version: string, binary: Minor): Minor | string {
  const minor = parseMinor(version);
  if (minor === undefined)
    return `emulated version "${version}" is not a version: expected one like ${formatMinor(binary)}`;
  if (minor === binary) return minor;
  if (binary < EMULATION_FROM) return `Kubernetes ${formatMinor(binary)} cannot emulate another version`;
  if (binary === EMULATION_FROM) {
    return `emulation version needs to be equal to binary version(${formatMinor(binary)}) in compatibility-version alpha, got ${formatMinor(minor)}`;
  }
  const oldest = Math.max(EMULATION_FROM, binary - EMULATION_REACH);
  if (minor < oldest || minor > binary) {
    return `emulation version ${formatMinor(minor)} is not between [${formatMinor(oldest)}, ${formatMinor(binary)}.0]`;
  }
  return minor;
}
