/** A component of the cluster at one version, and where the input says so. */
import type { Container, Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { FlagSet } from '@bulkhead/engine/hardening';
import type { AuditObject } from '../audit-object.js';
import type { ComponentVersion } from './component-version.js';

/** A place of the input. */
export interface Evidence {
  readonly object: AuditObject;
  readonly fieldPath: string;
  /** What stands there, as far as it matters. */
  readonly text: string;
}

/** A container that runs the component. */
export interface ComponentContainer {
  readonly object: AuditObject;
  readonly pod: Pod;
  readonly container: Container;
  /** Where the container stands in the object. */
  readonly path: string;
  readonly flags: FlagSet;
  /** Whether the input shows its command line. */
  readonly isShown: boolean;
}

export interface Component {
  /** The name that records give it. */
  readonly name: string;
  /** Undefined: it is there, but nothing tells its version. */
  readonly version: ComponentVersion | undefined;
  /** What the version was read from, or was to be read from. */
  readonly versionText: string;
  /** Where the version comes from when the input does not say it. */
  readonly assumed?: string;
  /** The version is a guess, not told by anybody. */
  readonly isGuess?: true;
  readonly evidence: readonly Evidence[];
  readonly containers: readonly ComponentContainer[];
}
