import {
  at,
  BAD_IP,
  type Case,
  describeValidation,
  type Fields,
  NAME_PART,
  SUBDOMAIN,
} from '../validation.test-support.js';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
};
const spec = (change: Fields): Fields => ({ spec: change });
const context = (change: Fields): Fields => at('spec.securityContext', change);
const ofContainer = (change: Fields): Fields =>
  spec({ containers: [{ name: 'app', image: 'app:1', securityContext: change }] });
const S = 'spec.securityContext';
const C = 'spec.containers[0].securityContext';
const IDS = 'must be between 0 and 2147483647, inclusive';

const SECURITY: readonly Case[] = [
  [
    'ids out of range',
    context({ runAsUser: -1, runAsGroup: 2_147_483_648, fsGroup: -1, supplementalGroups: [0, -1] }),
    [
      `${S}.fsGroup: Invalid value: -1: ${IDS}`,
      `${S}.runAsUser: Invalid value: -1: ${IDS}`,
      `${S}.runAsGroup: Invalid value: 2147483648: ${IDS}`,
      `${S}.supplementalGroups[1]: Invalid value: -1: ${IDS}`,
    ],
  ],
  [
    "a namespace of processes, and the node's",
    spec({ hostPID: true, shareProcessNamespace: true }),
    [`${S}.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled`],
  ],
  [
    'settings of the kernel',
    context({ sysctls: [{ name: 'net.a', value: '1' }, { name: 'net.a', value: '2' }, {}, { name: 'A' }] }),
    [
      `${S}.sysctls[1].name: Duplicate value: "net.a"`,
      `${S}.sysctls[2].name: Required value`,
      `${S}.sysctls[3].name: Invalid value: "A": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$`,
    ],
  ],
  [
    "settings of the node's network",
    spec({ hostNetwork: true, securityContext: { sysctls: [{ name: 'net/ipv4/a' }] } }),
    [`${S}.sysctls[0].name: Invalid value: "net/ipv4/a": may not be specified when 'hostNetwork' is true`],
  ],
  [
    'profiles without type, without path, with one too many',
    {
      spec: {
        securityContext: { seccompProfile: { localhostProfile: 'a' } },
        containers: [{ name: 'app', image: 'app:1', securityContext: { seccompProfile: { type: 'Localhost' } } }],
      },
    },
    {
      34: [
        `${C}.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost`,
        `${S}.seccompProfile.type: Required value: type is required when seccompProfile is set`,
        `${S}.seccompProfile.localhostProfile: Invalid value: {"Type":"","LocalhostProfile":"a"}: can only be set when seccomp type is Localhost`,
      ],
    },
  ],
  [
    'a profile outside of the folder',
    ofContainer({ seccompProfile: { type: 'Localhost', localhostProfile: '../a' } }),
    [`${C}.seccompProfile.localhostProfile: Invalid value: "../a": must not contain '..'`],
  ],
  [
    'AppArmor profiles',
    ofContainer({ appArmorProfile: { type: 'Localhost', localhostProfile: ' a' } }),
    { 30: [`${C}.appArmorProfile.localhostProfile: Invalid value: " a": must not be padded with whitespace`] },
    ['AppArmorFields'],
  ],
  [
    'bare processes without a user namespace',
    ofContainer({ procMount: 'Unmasked' }),
    { 27: [], 30: [`${C}.procMount: Invalid value: "Unmasked": \`hostUsers\` must be false to use \`Unmasked\``] },
  ],
  [
    'unknown choices',
    context({ fsGroupChangePolicy: 'Never', supplementalGroupsPolicy: 'Any' }),
    {
      31: [
        `${S}.fsGroupChangePolicy: Unsupported value: "Never": supported values: "Always", "OnRootMismatch"`,
        `${S}.supplementalGroupsPolicy: Unsupported value: "Any": supported values: "Merge", "Strict"`,
      ],
    },
  ],
  [
    "a user namespace and the node's others",
    spec({ hostUsers: false, hostNetwork: true, hostPID: true, hostIPC: true }),
    {
      27: ['hostNetwork', 'HostPID', 'HostIPC'].map(
        (field) => `spec.${field}: Forbidden: when \`pod.Spec.HostUsers\` is false`,
      ),
      34: ['hostNetwork', 'HostPID', 'HostIPC'].map((field) => `spec.${field}: Forbidden: when \`hostUsers\` is false`),
    },
  ],
  [
    'Linux on Windows',
    spec({ os: { name: 'windows' }, hostPID: true, securityContext: { runAsUser: 1 } }),
    [
      'spec.hostPID: Forbidden: cannot be set for a windows pod',
      `${S}.runAsUser: Forbidden: cannot be set for a windows pod`,
    ],
  ],
  [
    'Windows on Linux',
    spec({ os: { name: 'linux' }, securityContext: { windowsOptions: { runAsUserName: 'a' } } }),
    [`${S}.windowsOptions: Forbidden: windows options cannot be set for a linux pod`],
  ],
  [
    'an unknown system',
    spec({ os: { name: 'plan9' } }),
    ['spec.os: Unsupported value: "plan9": supported values: "linux", "windows"'],
  ],
];

const DNS: readonly Case[] = [
  [
    'nobody to ask',
    spec({ dnsPolicy: 'None' }),
    ['spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'],
  ],
  [
    'an unknown policy',
    spec({ dnsPolicy: 'Guess' }),
    [
      'spec.dnsPolicy: Unsupported value: "Guess": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
    ],
  ],
  [
    'too many servers, one of them none',
    at('spec.dnsConfig.nameservers', ['10.0.0.1', '10.0.0.2', '10.0.0.3', 'a']),
    {
      34: [
        'spec.dnsConfig.nameservers: Invalid value: ["10.0.0.1","10.0.0.2","10.0.0.3","a"]: must not have more than 3 nameservers',
        `spec.dnsConfig.nameservers[3]: Invalid value: "a": ${BAD_IP}`,
      ],
    },
  ],
  [
    'underscores',
    at('spec.dnsConfig.searches', ['_tcp.a']),
    { 27: [`spec.dnsConfig.searches[0]: Invalid value: "_tcp.a": ${SUBDOMAIN}`], 34: [] },
  ],
  [
    'an option without name',
    at('spec.dnsConfig.options', [{ value: '1' }]),
    ['spec.dnsConfig.options[0]: Required value: must not be empty'],
  ],
  [
    'bad host names',
    spec({ hostname: 'a.b', hostAliases: [{ ip: 'a', hostnames: ['B'] }] }),
    [
      'spec.hostname: Invalid value: "a.b": must not contain dots',
      `spec.hostAliases[0].ip: Invalid value: "a": ${BAD_IP}`,
      `spec.hostAliases[0].hostnames[0]: Invalid value: "B": ${SUBDOMAIN}`,
    ],
  ],
];

const spread = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' };
const SCHEDULING: readonly Case[] = [
  [
    'tolerations of everything that compare, and of nothing that do not',
    spec({
      tolerations: [
        { operator: 'Exists', value: 'a' },
        { key: 'a', operator: 'Like', effect: 'Never', tolerationSeconds: 1 },
      ],
    }),
    {
      32: [
        'spec.tolerations[0].operator: Invalid value: "a": value must be empty when `operator` is \'Exists\'',
        'spec.tolerations[1].effect: Invalid value: "Never": effect must be \'NoExecute\' when `tolerationSeconds` is set',
        'spec.tolerations[1].operator: Unsupported value: "Like": supported values: "Equal", "Exists"',
        'spec.tolerations[1].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    },
  ],
  [
    'nodes of no kind',
    at('spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution', {}),
    [
      'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
    ],
  ],
  [
    'pods nowhere, of no weight',
    at('spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution', [{ podAffinityTerm: {} }]),
    [
      'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100',
      'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: Required value: can not be empty',
      'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: Invalid value: "": name part must be non-empty',
      `spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: Invalid value: "": ${NAME_PART}`,
    ],
  ],
  [
    'the same spread twice, and one that does not matter',
    spec({ topologySpreadConstraints: [spread, spread, { minDomains: 1, whenUnsatisfiable: 'ScheduleAnyway' }] }),
    [
      'spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{zone, DoNotSchedule}"',
      'spec.topologySpreadConstraints[2].maxSkew: Invalid value: 0: must be greater than zero',
      'spec.topologySpreadConstraints[2].topologyKey: Required value: can not be empty',
      'spec.topologySpreadConstraints[2].minDomains: Invalid value: 1: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway',
    ],
  ],
  [
    'a node in spite of gates',
    spec({ nodeName: 'n', schedulingGates: [{ name: 'a' }, { name: 'a' }] }),
    [
      'spec.schedulingGates[1]: Duplicate value: "a"',
      'spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared',
    ],
  ],
  [
    'no time, and an unknown policy',
    spec({ activeDeadlineSeconds: 0, preemptionPolicy: 'Polite', restartPolicy: 'Maybe' }),
    [
      'spec.restartPolicy: Unsupported value: "Maybe": supported values: "Always", "OnFailure", "Never"',
      'spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive',
      'spec.preemptionPolicy: Unsupported value: "Polite": supported values: "PreemptLowerPriority", "Never"',
    ],
  ],
];

const ANNOTATIONS: readonly Case[] = [
  [
    'a mirror without a node',
    at('metadata.annotations', { 'kubernetes.io/config.mirror': 'a' }),
    [
      'metadata.annotations[kubernetes.io/config.mirror]: Invalid value: "a": must set spec.nodeName if mirror pod annotation is set',
    ],
  ],
  [
    'a profile of a container that is none',
    at('metadata.annotations', { 'container.apparmor.security.beta.kubernetes.io/other': 'strict' }),
    [
      'metadata.annotations[container.apparmor.security.beta.kubernetes.io/other]: Invalid value: "other": container not found',
      'metadata.annotations[container.apparmor.security.beta.kubernetes.io/other]: Invalid value: "strict": invalid AppArmor profile name: "strict"',
    ],
  ],
  [
    'a profile that the field contradicts',
    {
      metadata: { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' } },
      spec: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
    },
    [`${S}.seccompProfile.type: Forbidden: seccomp type in annotation and field must match`],
  ],
];

describeValidation('security contexts', pod, SECURITY);
describeValidation('names of hosts', pod, DNS);
describeValidation('scheduling', pod, SCHEDULING);
describeValidation('annotations', pod, ANNOTATIONS);
describeValidation(
  'a PodTemplate',
  { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'a' }, template: { metadata: {}, spec: pod.spec } },
  [
    [
      'a bad label, whose path leaves out where it stands',
      at('template.metadata.labels', { '-': '' }),
      [`template.labels: Invalid value: "-": ${NAME_PART}`],
    ],
    [
      'debugging containers',
      at('template.spec.ephemeralContainers', [{ name: 'debug', image: 'app:1' }]),
      ['template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template'],
    ],
    [
      'blanks around an image, which pods may not have',
      at('template.spec.containers', [{ name: 'app', image: ' app' }]),
      [],
    ],
  ],
);
