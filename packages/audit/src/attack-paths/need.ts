/**
 * The rights that steps of an attack need, each a set of verbs and resources of which one is enough. Rules are read
 * once for all of them, so that a cluster of thousands of roles is looked through in a moment.
 *
 * Source: plugin/pkg/auth/authorizer/rbac/rbac.go for how rules match.
 */
import { type PolicyRule, RBAC_GROUP } from '@bulkhead/engine/rbac';

const ADMISSION = 'admissionregistration.k8s.io';
const CERTIFICATES = 'certificates.k8s.io';

interface NeedDefinition {
  readonly verbs: readonly string[];
  /** `group/resource` or `group/resource/subresource`. */
  readonly resources: readonly string[];
  /** The objects belong to no namespace: a RoleBinding cannot give the right. */
  readonly clusterScoped?: true;
}

const WRITE = ['create', 'update', 'patch'];
const EDIT = ['update', 'patch'];

export const NEEDS = {
  everything: { verbs: ['*'], resources: ['*/*'] },
  escalateClusterRoles: { verbs: ['escalate'], resources: [`${RBAC_GROUP}/clusterroles`], clusterScoped: true },
  createClusterRoles: { verbs: ['create'], resources: [`${RBAC_GROUP}/clusterroles`], clusterScoped: true },
  editClusterRoles: { verbs: EDIT, resources: [`${RBAC_GROUP}/clusterroles`], clusterScoped: true },
  escalateRoles: { verbs: ['escalate'], resources: [`${RBAC_GROUP}/roles`] },
  editRoles: { verbs: EDIT, resources: [`${RBAC_GROUP}/roles`] },
  bindClusterRoles: { verbs: ['bind'], resources: [`${RBAC_GROUP}/clusterroles`] },
  bindRoles: { verbs: ['bind'], resources: [`${RBAC_GROUP}/roles`] },
  createClusterRoleBindings: {
    verbs: ['create'],
    resources: [`${RBAC_GROUP}/clusterrolebindings`],
    clusterScoped: true,
  },
  editClusterRoleBindings: { verbs: EDIT, resources: [`${RBAC_GROUP}/clusterrolebindings`], clusterScoped: true },
  createRoleBindings: { verbs: ['create'], resources: [`${RBAC_GROUP}/rolebindings`] },
  editRoleBindings: { verbs: EDIT, resources: [`${RBAC_GROUP}/rolebindings`] },
  impersonateUsers: { verbs: ['impersonate'], resources: ['/users'], clusterScoped: true },
  impersonateGroups: { verbs: ['impersonate'], resources: ['/groups'], clusterScoped: true },
  impersonateServiceAccounts: { verbs: ['impersonate'], resources: ['/serviceaccounts'] },
  readSecrets: { verbs: ['get', 'list', 'watch'], resources: ['/secrets'] },
  createSecrets: { verbs: ['create'], resources: ['/secrets'] },
  createTokens: { verbs: ['create'], resources: ['/serviceaccounts/token'] },
  createServiceAccounts: { verbs: ['create'], resources: ['/serviceaccounts'] },
  createPods: { verbs: ['create'], resources: ['/pods'] },
  writeControllers: {
    verbs: WRITE,
    resources: [
      'apps/deployments',
      'apps/daemonsets',
      'apps/statefulsets',
      'apps/replicasets',
      'batch/jobs',
      'batch/cronjobs',
      '/replicationcontrollers',
    ],
  },
  editPods: { verbs: EDIT, resources: ['/pods'] },
  addEphemeralContainers: { verbs: EDIT, resources: ['/pods/ephemeralcontainers'] },
  exec: { verbs: ['create'], resources: ['/pods/exec'] },
  execByGet: { verbs: ['get'], resources: ['/pods/exec'] },
  attach: { verbs: ['create'], resources: ['/pods/attach'] },
  attachByGet: { verbs: ['get'], resources: ['/pods/attach'] },
  createPersistentVolumes: { verbs: ['create'], resources: ['/persistentvolumes'], clusterScoped: true },
  createPersistentVolumeClaims: { verbs: ['create'], resources: ['/persistentvolumeclaims'] },
  proxyNodes: { verbs: ['get', 'create'], resources: ['/nodes/proxy'], clusterScoped: true },
  createCSRs: { verbs: ['create'], resources: [`${CERTIFICATES}/certificatesigningrequests`], clusterScoped: true },
  approveCSRs: {
    verbs: EDIT,
    resources: [`${CERTIFICATES}/certificatesigningrequests/approval`],
    clusterScoped: true,
  },
  approveForSigners: { verbs: ['approve'], resources: [`${CERTIFICATES}/signers`], clusterScoped: true },
  createNodeClientCSRs: {
    verbs: ['create'],
    resources: [`${CERTIFICATES}/certificatesigningrequests/nodeclient`],
    clusterScoped: true,
  },
  writeMutatingWebhooks: {
    verbs: WRITE,
    resources: [`${ADMISSION}/mutatingwebhookconfigurations`],
    clusterScoped: true,
  },
  writeMutatingPolicies: { verbs: WRITE, resources: [`${ADMISSION}/mutatingadmissionpolicies`], clusterScoped: true },
  writeMutatingPolicyBindings: {
    verbs: WRITE,
    resources: [`${ADMISSION}/mutatingadmissionpolicybindings`],
    clusterScoped: true,
  },
  labelNamespaces: { verbs: EDIT, resources: ['/namespaces', '/namespaces/status', '/namespaces/finalize'] },
  editConfigMaps: { verbs: EDIT, resources: ['/configmaps'] },
} as const satisfies Readonly<Record<string, NeedDefinition>>;

export type Need = keyof typeof NEEDS;

/** Where a role meets a need: one rule, and the names that the rule is limited to. */
export interface RuleOfNeed {
  readonly need: Need;
  readonly rule: PolicyRule;
  readonly ruleIndex: number;
  /** Empty: objects of any name. */
  readonly names: readonly string[];
}

/** The need in words, as far as the rule meets it: `create pods`. */
export function needText(need: Need, rule?: PolicyRule): string {
  if (need === 'everything') return 'every verb on every resource';
  const verbs = NEEDS[need].verbs.filter((verb) => rule === undefined || hasOrAll(rule.verbs, verb));
  const words = NEEDS[need].resources.flatMap((text) => {
    const [group = '', ...parts] = text.split('/');
    const resource = parts.join('/');
    if (rule !== undefined && !(hasOrAll(rule.apiGroups, group) && matchesResource(rule, resource))) return [];
    return [`${resource}${group === '' ? '' : `.${group}`}`];
  });
  return `${verbs.join(', ')} ${words.join(', ')}`;
}

const hasOrAll = (list: readonly string[], item: string): boolean => list.includes('*') || list.includes(item);

const matchesResource = ({ resources }: PolicyRule, resource: string): boolean =>
  hasOrAll(resources, resource) || (resource.includes('/') && resources.includes(`*/${resource.split('/')[1]}`));

/** A set of needs, as bits: asking one costs next to nothing. */
export class NeedSet {
  #low = 0;
  #high = 0;

  add(need: Need): void {
    const bit = needNumbers()[need];
    if (bit < 32) this.#low |= 1 << bit;
    else this.#high |= 1 << (bit - 32);
  }

  addAll(other: NeedSet): void {
    this.#low |= other.#low;
    this.#high |= other.#high;
  }

  has(need: Need): boolean {
    const bit = needNumbers()[need];
    return bit < 32 ? (this.#low & (1 << bit)) !== 0 : (this.#high & (1 << (bit - 32))) !== 0;
  }

  get isEmpty(): boolean {
    return this.#low === 0 && this.#high === 0;
  }
}

let numbers: Readonly<Record<Need, number>> | undefined;

function needNumbers(): Readonly<Record<Need, number>> {
  numbers ??= Object.fromEntries(Object.keys(NEEDS).map((need, number) => [need, number])) as Record<Need, number>;
  return numbers;
}

export const isClusterScoped = (need: Need): boolean => {
  const definition: NeedDefinition = NEEDS[need];
  return definition.clusterScoped === true;
};

interface Candidate {
  readonly need: Need;
  readonly verbs: readonly string[];
  readonly group: string;
  readonly subresource: string;
}

export class NeedFinder {
  readonly #byResource = new Map<string, Candidate[]>();
  readonly #all: Candidate[] = [];

  constructor() {
    for (const need of Object.keys(NEEDS) as Need[]) {
      if (need === 'everything') continue;
      for (const text of NEEDS[need].resources) {
        const [group = '', resource = '', subresource = ''] = text.split('/');
        const candidate: Candidate = { need, verbs: NEEDS[need].verbs, group, subresource };
        this.#all.push(candidate);
        const combined = subresource === '' ? resource : `${resource}/${subresource}`;
        const list = this.#byResource.get(combined);
        if (list === undefined) this.#byResource.set(combined, [candidate]);
        else list.push(candidate);
      }
    }
  }

  /** Every need that one of the rules meets, each rule once a need. */
  needsOf(rules: readonly PolicyRule[]): readonly RuleOfNeed[] {
    const found: RuleOfNeed[] = [];
    rules.forEach((rule, ruleIndex) => {
      const needs = new Set<Need>();
      for (const resource of rule.resources) {
        for (const candidate of this.#candidates(resource)) if (meets(rule, candidate)) needs.add(candidate.need);
      }
      if (isEverything(rule)) needs.add('everything');
      for (const need of needs) found.push({ need, rule, ruleIndex, names: rule.resourceNames });
    });
    return found;
  }

  #candidates(resource: string): readonly Candidate[] {
    if (resource === '*') return this.#all;
    if (resource.startsWith('*/')) return this.#all.filter(({ subresource }) => subresource === resource.slice(2));
    return this.#byResource.get(resource) ?? [];
  }
}

function meets(rule: PolicyRule, { verbs, group, subresource }: Candidate): boolean {
  if (!rule.apiGroups.includes('*') && !rule.apiGroups.includes(group)) return false;
  // A create carries no name, unless it is of a subresource: no list of names can allow it.
  const counting =
    rule.resourceNames.length > 0 && subresource === '' ? verbs.filter((verb) => verb !== 'create') : verbs;
  return counting.length > 0 && (rule.verbs.includes('*') || counting.some((verb) => rule.verbs.includes(verb)));
}

const isEverything = (rule: PolicyRule): boolean =>
  rule.resourceNames.length === 0 &&
  rule.verbs.includes('*') &&
  rule.apiGroups.includes('*') &&
  rule.resources.includes('*');
