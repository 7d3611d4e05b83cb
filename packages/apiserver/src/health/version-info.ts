/**
 * What /version says. Clients read `gitVersion` as a semantic version.
 *
 * Source: k8s.io/apimachinery/pkg/version/types.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import { goJson } from '../http/go-json.js';
import type { ApiResponse } from '../http/request.js';

export interface VersionInput {
  /** Whose behaviour is served. */
  readonly minor: Minor;
  /** Of the server itself, when it behaves as an older one. */
  readonly binaryMinor?: Minor;
  /** `v1.35.4+bulkhead`; of patch 0 when it is left out. */
  readonly gitVersion?: string;
  readonly gitCommit?: string;
  /** RFC 3339. */
  readonly buildDate?: string;
}

/** The members about emulated versions came with this minor. */
const EMULATION_FROM: Minor = 33;
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

export function versionInfo({ minor, binaryMinor = minor, ...build }: VersionInput): object {
  const emulation = {
    emulationMajor: '1',
    emulationMinor: String(minor),
    minCompatibilityMajor: '1',
    minCompatibilityMinor: String(minor - 1),
  };
  return {
    major: '1',
    minor: String(binaryMinor),
    ...(binaryMinor >= EMULATION_FROM ? emulation : {}),
    gitVersion: build.gitVersion ?? `v1.${binaryMinor}.0+bulkhead`,
    gitCommit: build.gitCommit ?? '',
    gitTreeState: 'clean',
    buildDate: build.buildDate ?? '1970-01-01T00:00:00Z',
    goVersion: `node${process.versions.node}`,
    compiler: 'v8',
    platform: `${process.platform}/${ARCHITECTURES[process.arch] ?? process.arch}`,
  };
}

export function versionResponse(info: object): ApiResponse {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: goJson(info, true) };
}
