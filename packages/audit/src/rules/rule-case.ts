/** What a rule's cases look like, and the pod that they start from. Test data. */
import type { Severity } from '../finding.js';

export interface RuleCase {
  /** 35 when not given. */
  readonly minor?: number;
  /** The name of the file, where what is in it depends on that. */
  readonly file?: string;
  /** The minor from which the cluster is upgraded, for rules about that. */
  readonly upgradeFrom?: number;
  readonly failing: string;
  readonly findings: readonly { readonly fieldPath: string; readonly message: string; readonly severity: Severity }[];
  readonly passing: string;
  readonly passingMinor?: number;
}

/** A pod that no rule has anything against, with room for more of the spec, the container and its security context. */
export function pod({
  spec = '',
  container = '',
  context = '',
  podContext = '',
  metadata = '',
}: Partial<Record<'spec' | 'container' | 'context' | 'podContext' | 'metadata', string>>): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop${metadata}}
spec:
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}${podContext}}${spec}
  containers:
  - name: app
    image: registry.example/app:1.2.3${container}
    securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}${context}}
`;
}
