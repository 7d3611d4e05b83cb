/**
 * FlowSchemas and PriorityLevelConfigurations as flow control needs them.
 *
 * Source: k8s.io/api/flowcontrol/v1.
 */
export interface FlowObject<Spec> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly uid?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Spec;
}

export type FlowSchema = FlowObject<FlowSchemaSpec>;
export type PriorityLevel = FlowObject<PriorityLevelSpec>;

export interface FlowSchemaSpec {
  readonly priorityLevelConfiguration: { readonly name: string };
  readonly matchingPrecedence: number;
  readonly distinguisherMethod?: { readonly type: 'ByUser' | 'ByNamespace' };
  readonly rules?: readonly FlowRules[];
}

export interface FlowRules {
  readonly subjects: readonly FlowSubject[];
  readonly resourceRules?: readonly FlowResourceRule[];
  readonly nonResourceRules?: readonly FlowNonResourceRule[];
}

export interface FlowSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly user?: { readonly name: string };
  readonly group?: { readonly name: string };
  readonly serviceAccount?: { readonly namespace: string; readonly name: string };
}

export interface FlowResourceRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly clusterScope?: boolean;
  readonly namespaces?: readonly string[];
}

export interface FlowNonResourceRule {
  readonly verbs: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

export interface PriorityLevelSpec {
  readonly type: 'Exempt' | 'Limited';
  readonly exempt?: { readonly nominalConcurrencyShares?: number; readonly lendablePercent?: number };
  readonly limited?: {
    readonly nominalConcurrencyShares?: number;
    readonly lendablePercent?: number;
    readonly limitResponse: { readonly type: 'Queue' | 'Reject'; readonly queuing?: Queuing };
  };
}

export interface Queuing {
  readonly queues: number;
  readonly handSize: number;
  readonly queueLengthLimit: number;
}
