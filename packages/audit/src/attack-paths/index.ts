/** Attack paths: what leads from an identity or a workload to the administration of the cluster. */
export { AttackGraph } from './attack-graph.js';
export { type AttackPath, type AttackPaths, attackGraph, attackPaths, type PathQuery } from './attack-paths.js';
export { type ClusterFacts, type ClusterObject, clusterFacts } from './cluster-facts.js';
export { type Cut, cut } from './cut.js';
export { type Foothold, footholdText, OBJECTIVES } from './foothold.js';
export { attackPathReporters } from './reports/index.js';
export type { AttackPathReport } from './reports/report.js';
export { defaultStarts, parseStart } from './starts.js';
export { DEFAULT_TARGETS, needsObjectives, parseTarget, type Target } from './target.js';
