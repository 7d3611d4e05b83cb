/** Reads the objects of a cluster into the facts that attack paths ask about, one by one. */

import {
  defaultPolicyOf,
  ENFORCE_LABEL,
  extractPod,
  type PodSecurityConfiguration,
  policyToEvaluate,
} from '@bulkhead/engine/pod-security';
import type { RbacObject } from '@bulkhead/engine/rbac';
import { type AutomountField, TOKEN_SECRET_TYPE } from '@bulkhead/engine/service-account-tokens';
import { read, text } from '../audit-object.js';
import type { ClusterObject, NamespaceLevel, Workload } from './cluster-facts.js';
import { POD_SECURITY_KINDS } from './pod-security-input.js';

const RBAC_API = 'rbac.authorization.k8s.io/v1';
const RBAC_KINDS: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);
const CONTROL_PLANE_LABELS = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
/** Of namespaces in which claims of devices may ask for adminAccess. */
export const ADMIN_ACCESS_LABEL = 'resource.kubernetes.io/admin-access';

/** Annotations by which cloud providers know a service account. */
const CLOUD_ANNOTATIONS = [
  'eks.amazonaws.com/role-arn',
  'iam.gke.io/gcp-service-account',
  'azure.workload.identity/client-id',
];

const GUARDRAIL_KINDS: ReadonlySet<string> = new Set([
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

export class FactsReader {
  readonly rbac: RbacObject[] = [];
  readonly workloads: Workload[] = [];
  readonly serviceAccounts = new Map<string, Map<string, AutomountField>>();
  readonly storedTokens = new Map<string, Set<string>>();
  readonly nodes = new Map<string, { readonly isControlPlane: boolean }>();
  readonly configMaps = new Set<string>();
  readonly guardrails = new Map<string, string[]>();
  readonly networkPolicies = new Set<string>();
  readonly adminAccessNamespaces = new Set<string>();
  readonly runtimeClasses = new Set<string>();
  /** Documents that configure Pod Security, as they are written. */
  readonly podSecurity: unknown[] = [];
  usesCloudIdentities = false;
  readonly #namespaceLabels = new Map<string, Readonly<Record<string, string>>>();
  readonly defaults: Set<string>;

  constructor(defaults: Set<string>) {
    this.defaults = defaults;
  }

  add({ apiVersion, kind, object }: ClusterObject): void {
    if (apiVersion === RBAC_API) {
      if (RBAC_KINDS.has(kind)) this.#addRbac(kind as RbacObject['kind'], object);
      return;
    }
    const metadata = read(object, 'metadata');
    const name = text(read(metadata, 'name'));
    const namespace = text(read(metadata, 'namespace')) || 'default';
    if (apiVersion !== 'v1' && this.#addConfiguration(apiVersion, kind, namespace, name, object)) return;
    if (apiVersion !== 'v1' || !this.#addCore(kind, namespace, name, object)) {
      this.#addWorkload(object, namespace, name || text(read(metadata, 'generateName')), kind);
    }
  }

  #addRbac(kind: RbacObject['kind'], object: unknown): void {
    const metadata = read(object, 'metadata');
    const namespaced = kind === 'Role' || kind === 'RoleBinding';
    const written = text(read(metadata, 'namespace'));
    const namespace = namespaced ? written || 'default' : '';
    // What is applied without a namespace goes to the default one.
    const placed =
      namespaced && written === '' && isObject(object)
        ? { ...object, metadata: { ...(isObject(metadata) ? metadata : {}), namespace } }
        : object;
    this.rbac.push({ kind, object: placed });
    this.defaults.delete(`${kind}/${namespace}/${text(read(metadata, 'name'))}`);
  }

  /** Whether it was one of the kinds that are read here. */
  #addCore(kind: string, namespace: string, name: string, object: unknown): boolean {
    const metadata = read(object, 'metadata');
    switch (kind) {
      case 'Namespace': {
        const labels = stringMap(read(metadata, 'labels'));
        this.#namespaceLabels.set(name, labels);
        if (labels[ADMIN_ACCESS_LABEL] === 'true') this.adminAccessNamespaces.add(name);
        return true;
      }
      case 'ServiceAccount': {
        const automount = read(object, 'automountServiceAccountToken');
        const annotations = stringMap(read(metadata, 'annotations'));
        if (CLOUD_ANNOTATIONS.some((known) => Object.hasOwn(annotations, known))) this.usesCloudIdentities = true;
        const facts = typeof automount === 'boolean' ? { automountServiceAccountToken: automount } : {};
        const ofNamespace = this.serviceAccounts.get(namespace);
        if (ofNamespace === undefined) this.serviceAccounts.set(namespace, new Map([[name, facts]]));
        else ofNamespace.set(name, facts);
        return true;
      }
      case 'Secret':
        this.#addSecret(namespace, object);
        return true;
      case 'ConfigMap':
        this.configMaps.add(`${namespace}/${name}`);
        return true;
      case 'Node': {
        const labels = stringMap(read(metadata, 'labels'));
        this.nodes.set(name, { isControlPlane: CONTROL_PLANE_LABELS.some((label) => Object.hasOwn(labels, label)) });
        return true;
      }
      default:
        return false;
    }
  }

  /** Whether it was a kind of the cluster's settings. */
  #addConfiguration(apiVersion: string, kind: string, namespace: string, name: string, object: unknown): boolean {
    const group = apiVersion.split('/')[0] ?? '';
    if (POD_SECURITY_KINDS.has(kind)) this.podSecurity.push(object);
    else if (kind === 'NetworkPolicy' && group === 'networking.k8s.io') this.networkPolicies.add(namespace);
    else if (kind === 'RuntimeClass' && group === 'node.k8s.io') this.runtimeClasses.add(name);
    else if (group === 'admissionregistration.k8s.io' && GUARDRAIL_KINDS.has(kind)) {
      const present = this.guardrails.get(kind);
      if (present === undefined) this.guardrails.set(kind, [`${kind} ${name}`]);
      else present.push(`${kind} ${name}`);
    } else return false;
    return true;
  }

  /** The Pod Security level of every namespace of the input, as the configuration leaves it. */
  namespaceLevels(configuration: PodSecurityConfiguration): ReadonlyMap<string, NamespaceLevel> {
    const defaults = defaultPolicyOf(configuration);
    const levels = new Map<string, NamespaceLevel>();
    for (const [name, labels] of this.#namespaceLabels) {
      const { level } = policyToEvaluate(labels, defaults).policy.enforce;
      levels.set(name, { level, source: Object.hasOwn(labels, ENFORCE_LABEL) ? 'label' : 'default' });
    }
    return levels;
  }

  #addSecret(namespace: string, object: unknown): void {
    if (read(object, 'type') !== TOKEN_SECRET_TYPE) return;
    const annotations = read(read(object, 'metadata'), 'annotations');
    const account = text(read(annotations, 'kubernetes.io/service-account.name'));
    if (account === '') return;
    const ofNamespace = this.storedTokens.get(namespace);
    if (ofNamespace === undefined) this.storedTokens.set(namespace, new Set([account]));
    else ofNamespace.add(account);
  }

  #addWorkload(object: unknown, namespace: string, name: string, kind: string): void {
    if (kind === 'PodTemplate') return;
    const spec = extractPod(object)?.pod.spec;
    if (spec === undefined) return;
    const phase = read(read(object, 'status'), 'phase');
    if (kind === 'Pod' && (phase === 'Succeeded' || phase === 'Failed')) return;
    const serviceAccount = spec.serviceAccountName ?? '';
    const nodeName = spec.nodeName ?? '';
    this.workloads.push({ kind, namespace, name, serviceAccount: serviceAccount || 'default', spec, nodeName });
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function stringMap(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries);
}
