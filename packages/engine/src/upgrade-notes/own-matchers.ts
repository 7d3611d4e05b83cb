/**
 * Notes whose words say more than their check: a flag that matters only with another one, a field that is harmless in
 * most pods, what a decision about a feature knows better.
 */

import { warningsFor } from '@bulkhead/apimachinery/warnings';
import type { AdoptionPlace, FeatureBreak } from '../feature-adoption/adoption.js';
import type { ClusterInput } from '../feature-adoption/cluster-input.js';
import { bindingSubjects, namesResource, type PlacedRule, roleRules } from '../feature-adoption/grants.js';
import { adoptionOf, SECURITY_FEATURES } from '../feature-adoption/security-features.js';
import { itemsOf, textOf, valueAt } from '../hardening/plain-value.js';
import { listOf, objectOf } from '../security-context/plain-values.js';
import { podSpecOf } from '../security-context/pod-containers.js';
import { commandLines } from './component-checks.js';
import type { NoteMatcher, Sighting } from './sighting.js';

/** The breaks that the decision about a feature finds, where its objects are there at all. */
const breaksOf =
  (
    kep: number,
    isSeen: (input: ClusterInput) => boolean,
    isMeant: (found: FeatureBreak) => boolean = () => true,
  ): NoteMatcher =>
  (input, profile) => {
    const feature = SECURITY_FEATURES.find((one) => one.kep === kep);
    if (feature === undefined || !isSeen(input)) return undefined;
    return adoptionOf(feature, input, profile).breaks.filter(isMeant).map(sightingOf);
  };

const sightingOf = ({ object, fieldPath, message }: AdoptionPlace): Sighting => ({
  object,
  fieldPath,
  remark: message,
});

const hasWorkloads = (input: ClusterInput): boolean => input.workloads.length > 0;
const has =
  (group: string, kind: string) =>
  (input: ClusterInput): boolean =>
    input.ofKind(group, kind).length > 0;
const hasProviders = has('kubelet.config.k8s.io', 'CredentialProviderConfig');

const podsThatSet =
  (path: readonly string[], isMeant: (value: unknown) => boolean): NoteMatcher =>
  (input) =>
    hasWorkloads(input)
      ? input.workloads
          .filter(({ pod }) => isMeant(valueAt(pod, ...path)))
          .map(({ source: object, prefix }) => ({ object, fieldPath: prefix + path.join('.') }))
      : undefined;

const appArmorProfiles: NoteMatcher = (input) => {
  if (!hasWorkloads(input)) return undefined;
  const isConfined = (value: unknown): boolean => ['RuntimeDefault', 'Localhost'].includes(textOf(value));
  return input.workloads.flatMap(({ source: object, pod, prefix, containers }) => {
    const holders = [
      { path: 'spec', context: podSpecOf(pod).securityContext },
      ...containers.map(({ path, container }) => ({ path, context: container.securityContext })),
    ];
    return holders
      .filter(({ context }) => isConfined(valueAt(context, 'appArmorProfile', 'type')))
      .map(({ path }) => ({ object, fieldPath: `${prefix}${path}.securityContext.appArmorProfile` }));
  });
};

const unmaskedProc: NoteMatcher = (input) => {
  if (!hasWorkloads(input)) return undefined;
  return input.workloads
    .filter(({ pod }) => podSpecOf(pod).hostUsers !== false)
    .flatMap(({ source: object, prefix, containers }) =>
      containers
        .filter(({ container }) => objectOf(container.securityContext)?.procMount === 'Unmasked')
        .map(({ path }) => ({ object, fieldPath: `${prefix}${path}.securityContext.procMount` })),
    );
};

/** Flags of a component, judged together. */
const flagsOf =
  (component: string, placesIn: (line: ReturnType<typeof commandLines>[number]) => readonly string[]): NoteMatcher =>
  (input) => {
    const lines = commandLines(input, component);
    if (lines.length === 0) return undefined;
    return lines.flatMap((line) => placesIn(line).map((fieldPath) => ({ object: line.object, fieldPath })));
  };

const inTreeCloudProvider = flagsOf('kubelet', ({ flags }) =>
  ['', 'external'].includes(flags.text('cloud-provider') ?? '') ? [] : flags.paths('cloud-provider'),
);

const sameIssuers = flagsOf('kube-apiserver', ({ flags }) => {
  const issuer = flags.text('oidc-issuer-url');
  return issuer !== undefined && flags.all('service-account-issuer').includes(issuer)
    ? flags.paths('oidc-issuer-url')
    : [];
});

const logsHandler = flagsOf('kube-apiserver', ({ flags }) =>
  flags.boolean('enable-logs-handler') === true ? flags.paths('enable-logs-handler') : [],
);

const sharedClientAuthority = flagsOf('kube-apiserver', ({ flags }) => {
  const file = flags.text('requestheader-client-ca-file');
  const isShared = file !== undefined && file === flags.text('client-ca-file');
  return isShared && flags.list('requestheader-allowed-names').length === 0
    ? flags.paths('requestheader-client-ca-file')
    : [];
});

/** An audit log in a file whose age or number nobody limits: from now on somebody does. */
const unlimitedAuditLog = flagsOf('kube-apiserver', ({ flags }) => {
  if (['', '-'].includes(flags.text('audit-log-path') ?? '')) return [];
  const isLimited = flags.has('audit-log-maxage') && flags.has('audit-log-maxbackup');
  if (isLimited && flags.integer('audit-log-maxsize') !== 0) return [];
  return flags.paths('audit-log-path');
});

const readOnlyPort: NoteMatcher = (input) => {
  if (input.kubelets.length === 0) return undefined;
  return input.kubelets.flatMap(({ object, kubelet }) => {
    const port = kubelet.number('readOnlyPort');
    return port === undefined || port.value === 0 ? [] : [{ object, fieldPath: port.path }];
  });
};

const SESSIONS = ['pods/exec', 'pods/attach', 'pods/portforward'];

/** Roles whose holders lose their sessions: get was enough for a WebSocket, and is not any more. */
const sessionsByGet: NoteMatcher = (input) => {
  const rules = [...roleRules(input)];
  if (rules.length === 0) return undefined;
  return rules
    .filter(({ verbs }) => verbs.includes('get') && !verbs.includes('create') && !verbs.includes('*'))
    .filter((rule) =>
      SESSIONS.some((resource) => namesResource(rule, '', resource) && rule.resources.includes(resource)),
    )
    .filter((rule) => !grantsCreateBeside(rule, rules))
    .map(({ source: object, fieldPath }) => ({ object, fieldPath }));
};

/** Whether the same role gives create on the same subresources in another rule. */
const grantsCreateBeside = (rule: PlacedRule, rules: readonly PlacedRule[]): boolean =>
  SESSIONS.filter((resource) => rule.resources.includes(resource)).every((resource) =>
    rules.some(
      (other) =>
        other.source === rule.source &&
        (other.verbs.includes('create') || other.verbs.includes('*')) &&
        namesResource(other, '', resource),
    ),
  );

/** Who acts as a node: bindings to node identities, and pods with the credential of the kubelet. */
const nodeIdentities: NoteMatcher = (input, profile) => {
  const borrowed = breaksOf(4601, hasWorkloads, ({ fieldPath }) => fieldPath.endsWith('hostPath.path'))(input, profile);
  const subjects = [...bindingSubjects(input)];
  if (borrowed === undefined && subjects.length === 0) return undefined;
  const bound = subjects
    .filter(({ kind, name }) => kind === 'User' && name.startsWith('system:node:'))
    .map(({ source: object, fieldPath }) => ({ object, fieldPath }));
  return [...(borrowed ?? []), ...bound];
};

/** Control plane pods of a kubelet's own folder that refer to objects of the API. */
const staticPodReferences: NoteMatcher = (input) => {
  const pods = new Set(input.components.map(({ object }) => object).filter(({ identity }) => identity.kind === 'Pod'));
  if (pods.size === 0) return undefined;
  return input.workloads
    .filter(({ source }) => pods.has(source))
    .flatMap(({ source: object, pod }) => {
      const spec = podSpecOf(pod);
      const volumes = listOf(spec.volumes).flatMap((volume, index) => {
        const kind = ['secret', 'configMap', 'persistentVolumeClaim'].find(
          (name) => valueAt(volume, name) !== undefined,
        );
        return kind === undefined ? [] : [{ object, fieldPath: `spec.volumes[${index}].${kind}` }];
      });
      const account = textOf(spec.serviceAccountName) === '' ? [] : [{ object, fieldPath: 'spec.serviceAccountName' }];
      return [...account, ...volumes];
    });
};

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io';
const POLICY_KIND = /Polic(?:y|ies)$|^ConstraintTemplate$/;
const MAX_DEPTH = 12;

/** Policies that read the annotation, which the field does not fill in any more. */
const readersOfAppArmorAnnotation: NoteMatcher = (input) => {
  const policies = input.objects.filter(({ identity }) => POLICY_KIND.test(identity.kind));
  if (policies.length === 0) return undefined;
  return policies
    .filter(({ object }) => speaksOf(object, APP_ARMOR, MAX_DEPTH))
    .map((object) => ({ object, fieldPath: '' }));
};

function speaksOf(value: unknown, text: string, depth: number): boolean {
  if (typeof value === 'string') return value.includes(text);
  if (typeof value !== 'object' || value === null || depth === 0) return false;
  return Object.entries(value).some(([key, item]) => key.includes(text) || speaksOf(item, text, depth - 1));
}

const alphaWebhookConfiguration: NoteMatcher = (input) => {
  const files = input.ofKind('apiserver.config.k8s.io', 'AdmissionConfiguration');
  if (files.length === 0) return undefined;
  return files.flatMap((object) =>
    itemsOf(valueAt(object.object, 'plugins')).flatMap((plugin, index) => {
      const configuration = valueAt(plugin, 'configuration');
      const isMeant =
        valueAt(configuration, 'kind') === 'WebhookAdmission' &&
        textOf(valueAt(configuration, 'apiVersion')).endsWith('/v1alpha1');
      return isMeant ? [{ object, fieldPath: `plugins[${index}].configuration.apiVersion` }] : [];
    }),
  );
};

/** What the API server calls an address or a block that strict reading refuses. */
const AMBIGUOUS = /^([A-Za-z]+(?:\.[A-Za-z]+|\[\d+\])*): (?:non-standard |CIDR value .* is ambiguous )/;

const ADDRESS_KINDS: readonly (readonly [group: string, kind: string])[] = [
  ['networking.k8s.io', 'NetworkPolicy'],
  ['', 'Service'],
  ['', 'Endpoints'],
  ['discovery.k8s.io', 'EndpointSlice'],
];

const ambiguousAddresses: NoteMatcher = (input, profile) => {
  const objects = ADDRESS_KINDS.flatMap(([group, kind]) => input.ofKind(group, kind));
  if (objects.length === 0) return undefined;
  return objects.flatMap((object) =>
    warningsFor(object.object, profile).flatMap((warning): Sighting[] => {
      const fieldPath = AMBIGUOUS.exec(warning)?.[1];
      return fieldPath === undefined ? [] : [{ object, fieldPath }];
    }),
  );
};

const IDENTITIES = ['users', 'groups', 'serviceaccounts', 'nodes', 'uids'];

/** Roles that are about identities and get the new verbs by the verb `*`; those of everything have everything. */
const wildcardImpersonation: NoteMatcher = (input) => {
  const rules = [...roleRules(input)];
  if (rules.length === 0) return undefined;
  return rules
    .filter(({ verbs }) => verbs.includes('*'))
    .filter(({ apiGroups, resources }) => !(apiGroups.includes('*') && resources.includes('*')))
    .filter((rule) => IDENTITIES.some((resource) => namesResource(rule, 'authentication.k8s.io', resource)))
    .map(({ source: object, fieldPath }) => ({ object, fieldPath }));
};

/** By the id of the note. */
export const OWN_MATCHERS: ReadonlyMap<string, NoteMatcher> = new Map([
  ['1.29-03', breaksOf(4193, has('', 'Secret'))],
  ['1.29-06', inTreeCloudProvider],
  ['1.30-04', readOnlyPort],
  ['1.30-05', podsThatSet(['spec', 'hostUsers'], (value) => value === false)],
  ['1.30-06', unmaskedProc],
  ['1.30-07', sameIssuers],
  ['1.31-01', appArmorProfiles],
  ['1.31-05', logsHandler],
  ['1.32-01', nodeIdentities],
  ['1.33-01', podsThatSet(['spec', 'hostUsers'], (value) => value === false)],
  ['1.33-03', breaksOf(4412, hasProviders, ({ fieldPath }) => fieldPath.endsWith('serviceAccountTokenAudience'))],
  ['1.34-02', staticPodReferences],
  ['1.34-03', readersOfAppArmorAnnotation],
  ['1.34-06', breaksOf(4412, hasProviders, ({ fieldPath }) => fieldPath.endsWith('cacheType'))],
  ['1.35-01', sessionsByGet],
  ['1.35-06', sharedClientAuthority],
  ['1.36-02', wildcardImpersonation],
  ['1.36-04', unlimitedAuditLog],
  ['1.36-05', ambiguousAddresses],
  ['1.36-13', alphaWebhookConfiguration],
]);
