/** How strictly a text is judged: by how it came into the input. */
export type Mode =
  /** Named by the user, or stdin: everything in it must be an object. */
  | 'named'
  /** Found in a folder: files of other programs are passed over. */
  | 'found'
  /** Found in a chart, outside of its templates: may be a template that the chart includes. */
  | 'beside-chart'
  /** A template of a chart that is not rendered: read only where it needs no rendering. */
  | 'template'
  /** Printed by kustomize or helm. */
  | 'rendered';
