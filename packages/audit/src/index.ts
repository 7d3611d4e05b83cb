export { type AuditOptions, audit } from './audit.js';
export { AuditObject } from './audit-object.js';
export { type AuditTextOptions, auditText } from './audit-text.js';
export { type Baseline, parseBaseline, toBaseline } from './baseline.js';
export { Cluster } from './cluster.js';
export { clusterInputOf } from './cluster-input.js';
export {
  type ComponentFile,
  isComponentFileName,
  readComponentFile,
} from './component-files/read-component-file.js';
export { type AuditConfiguration, parseConfiguration } from './configuration.js';
export * from './finding.js';
export { AutomaticFix } from './fix/fix.js';
export { type FixedFile, type FixOptions, type FixResult, fixObjects, type MadeFix } from './fix/fix-objects.js';
export { levelLabels, type NamespaceLevel, namespaceLevels } from './fix/namespace-levels.js';
export { valuePatch } from './fix/value-patch.js';
export { withoutManaged } from './managed-objects.js';
export { podSecurityConfigurationOf, podSecurityConfigurationOfPart } from './pod-security-configuration.js';
export { asks, PROFILES, type ProfileName, profileNamed } from './posture/profiles/profile.js';
export { quoted } from './reporters/dot-text.js';
export { withoutHiddenLines } from './reporters/hidden-lines.js';
export { escaped } from './reporters/html-text.js';
export { type ReporterOptions, type ReportFormat, reporters } from './reporters/index.js';
export { type Painter, painter, printable } from './reporters/terminal-text.js';
export type { ObjectRule, Report, Rule, WorkloadRule } from './rule.js';
export { rules } from './rules/registry.js';
export { serverDecoding } from './server-decoding.js';
export { type Workload, workloadOf } from './workload.js';
