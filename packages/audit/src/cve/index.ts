export { builtInCves, builtInFeed, type FeedDocument } from './built-in-feed.js';
export type { Component, Evidence } from './component.js';
export { type ComponentVersion, parseComponentVersion } from './component-version.js';
export type { Cve } from './cve.js';
export { CveFacts } from './cve-facts.js';
export { type AssumedVersion, judgeAll, newestShown, severityOf } from './cve-report.js';
export { type ReadFeed, readFeed } from './feed-reader.js';
export type { AnsweredCondition, ComponentVerdict, CveResult, CveVerdict } from './judge.js';
export type { MitigationState } from './mitigations.js';
