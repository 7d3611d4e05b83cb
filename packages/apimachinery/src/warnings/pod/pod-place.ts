/**
 * Where a pod's spec and metadata stand: at the root of a Pod, or in the template of something that makes pods.
 */
import { Path } from '../../validation/field-path.js';
import type { TextMap } from '../../validation/zero-value.js';

export interface PodPlace {
  /** false in templates, some of whose warnings are for them alone. */
  readonly isPod: boolean;
  /** undefined when there are none. */
  readonly annotations: TextMap | undefined;
  readonly specPath: Path;
  readonly annotationsPath: () => Path;
}

export function placeOf(templatePath: Path | undefined, annotations: TextMap | undefined): PodPlace {
  const child = (name: string): Path => (templatePath === undefined ? new Path(name) : templatePath.child(name));
  return {
    isPod: templatePath === undefined,
    annotations,
    specPath: child('spec'),
    annotationsPath: () => child('metadata').child('annotations'),
  };
}
