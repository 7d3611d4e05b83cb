/** One failing and one passing manifest for each rule of the first families, with what must be found. Test data. */
import { pod, type RuleCase } from './rule-case.js';

/** The same pod with a security context of its own. */
const bare = (context: string, spec = ''): string => `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:${spec}
  containers:
  - name: app
    image: registry.example/app:1.2.3
    securityContext: ${context}
`;

const namespace = (labels: string): string => `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {${labels}}}
`;

const CLEAN = pod({});

export const CASES: Readonly<Record<string, RuleCase>> = {
  'pod-security/privileged': {
    failing: bare('{privileged: true}'),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.privileged',
        message: 'privileged: container "app" must not set securityContext.privileged=true',
        severity: 'critical',
      },
    ],
    passing: CLEAN,
  },
  'pod-security/windows-host-process': {
    failing: bare('{windowsOptions: {hostProcess: true}}', '\n  hostNetwork: true\n  os: {name: windows}'),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.windowsOptions.hostProcess',
        message: 'hostProcess: container "app" must not set securityContext.windowsOptions.hostProcess=true',
        severity: 'critical',
      },
    ],
    passing: CLEAN,
  },
  'pod-security/host-path-volumes': {
    failing: pod({ spec: '\n  volumes: [{name: sock, hostPath: {path: /var/run/docker.sock}}]' }),
    findings: [
      {
        fieldPath: 'spec.volumes[0].hostPath',
        message:
          'hostPath volumes: volume "sock"; the container runtime starts privileged containers for whoever holds its socket',
        severity: 'critical',
      },
    ],
    passing: pod({ spec: '\n  volumes: [{name: tmp, emptyDir: {}}]' }),
  },
  'pod-security/capabilities': {
    failing: pod({ context: '' }).replace('{drop: [ALL]}', '{drop: [ALL], add: [SYS_ADMIN]}'),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.capabilities.add',
        message:
          'non-default capabilities: container "app" must not include "SYS_ADMIN" in securityContext.capabilities.add; SYS_ADMIN: mount, cgroup release_agent, bpf, namespaces: close to root on the host',
        severity: 'critical',
      },
    ],
    passing: pod({}).replace('{drop: [ALL]}', '{drop: [ALL], add: [NET_BIND_SERVICE]}'),
  },
  'pod-security/host-namespaces': {
    failing: pod({ spec: '\n  hostPID: true\n  hostNetwork: true' }),
    findings: [
      { fieldPath: 'spec.hostNetwork', message: 'host namespaces: hostNetwork=true, hostPID=true', severity: 'high' },
    ],
    passing: CLEAN,
  },
  'pod-security/proc-mount': {
    failing: pod({ context: ', procMount: Unmasked' }),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.procMount',
        message: 'procMount: container "app" must not set securityContext.procMount to "Unmasked"',
        severity: 'high',
      },
    ],
    passing: pod({ context: ', procMount: Unmasked', spec: '\n  hostUsers: false' }),
  },
  'pod-security/proc-mount-restricted': {
    failing: pod({ context: ', procMount: Unmasked', spec: '\n  hostUsers: false' }),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.procMount',
        message: 'procMount: container "app" must not set securityContext.procMount to "Unmasked"',
        severity: 'low',
      },
    ],
    passing: CLEAN,
  },
  'pod-security/admission': {
    failing: `${namespace('pod-security.kubernetes.io/enforce: baseline')}---\n${pod({ spec: '\n  hostPID: true' })}`,
    findings: [
      {
        fieldPath: 'spec.hostPID',
        message: 'pods "web" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)',
        severity: 'high',
      },
    ],
    passing: `${namespace('pod-security.kubernetes.io/enforce: baseline')}---\n${CLEAN}`,
  },
  'pod-security/app-armor': {
    failing: pod({ context: ', appArmorProfile: {type: Unconfined}' }),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.appArmorProfile.type',
        message: 'forbidden AppArmor profile: container "app" must not set AppArmor profile type to "Unconfined"',
        severity: 'medium',
      },
    ],
    passing: pod({ context: ', appArmorProfile: {type: RuntimeDefault}' }),
  },
  'pod-security/selinux-options': {
    failing: pod({ context: ', seLinuxOptions: {type: spc_t}' }),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.seLinuxOptions.type',
        message: 'seLinuxOptions: container "app" set forbidden securityContext.seLinuxOptions: type "spc_t"',
        severity: 'medium',
      },
    ],
    passing: pod({ context: ', seLinuxOptions: {type: container_t}' }),
  },
  'pod-security/seccomp-profile': {
    failing: pod({ context: ', seccompProfile: {type: Unconfined}' }),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.seccompProfile.type',
        message: 'seccompProfile: container "app" must not set securityContext.seccompProfile.type to "Unconfined"',
        severity: 'medium',
      },
    ],
    passing: CLEAN,
  },
  'pod-security/sysctls': {
    failing: pod({ podContext: ', sysctls: [{name: kernel.msgmax, value: "1"}]' }),
    findings: [
      {
        fieldPath: 'spec.securityContext.sysctls[0].name',
        message: 'forbidden sysctls: kernel.msgmax',
        severity: 'medium',
      },
    ],
    passing: pod({ podContext: ', sysctls: [{name: net.ipv4.tcp_syncookies, value: "1"}]' }),
  },
  'pod-security/host-ports': {
    failing: pod({ container: '\n    ports: [{containerPort: 8080, hostPort: 80}]' }),
    findings: [
      {
        fieldPath: 'spec.containers[0].ports[0].hostPort',
        message: 'hostPort: container "app" uses hostPort 80',
        severity: 'medium',
      },
    ],
    passing: pod({ container: '\n    ports: [{containerPort: 8080}]' }),
  },
  'pod-security/host-probes-and-lifecycle': {
    failing: pod({ container: '\n    livenessProbe: {httpGet: {host: 169.254.169.254, port: 80}}' }),
    findings: [
      {
        fieldPath: 'spec.containers[0].livenessProbe.httpGet.host',
        message: 'probe or lifecycle host: container "app" uses probe or lifecycle host "169.254.169.254"',
        severity: 'medium',
      },
    ],
    passing: pod({ container: '\n    livenessProbe: {httpGet: {port: 80}}' }),
  },
  'pod-security/privilege-escalation': {
    failing: bare('{runAsNonRoot: true}'),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.allowPrivilegeEscalation',
        message:
          'allowPrivilegeEscalation != false: container "app" must set securityContext.allowPrivilegeEscalation=false',
        severity: 'medium',
      },
    ],
    passing: CLEAN,
  },
  'pod-security/run-as-non-root': {
    failing: bare('{allowPrivilegeEscalation: false}'),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.runAsNonRoot',
        message: 'runAsNonRoot != true: pod or container "app" must set securityContext.runAsNonRoot=true',
        severity: 'medium',
      },
    ],
    passing: CLEAN,
  },
  'pod-security/run-as-user': {
    failing: bare('{runAsUser: 0}'),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.runAsUser',
        message: 'runAsUser=0: container "app" must not set runAsUser=0',
        severity: 'medium',
      },
    ],
    passing: CLEAN,
  },
  'pod-security/drop-all-capabilities': {
    failing: bare('{capabilities: {drop: [NET_RAW], add: [SYS_ADMIN]}}'),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.capabilities.drop',
        message: 'unrestricted capabilities: container "app" must set securityContext.capabilities.drop=["ALL"]',
        severity: 'low',
      },
    ],
    passing: CLEAN,
  },
  'pod-security/seccomp-profile-missing': {
    failing: bare('{runAsNonRoot: true}'),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.seccompProfile.type',
        message:
          'seccompProfile: pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"',
        severity: 'low',
      },
    ],
    passing: pod({ context: ', seccompProfile: {type: Unconfined}' }),
  },
  'pod-security/restricted-volumes': {
    failing: pod({ spec: '\n  volumes: [{name: data, nfs: {server: nfs.example, path: /data}}]' }),
    findings: [
      {
        fieldPath: 'spec.volumes[0].nfs',
        message: 'restricted volume types: volume "data" uses restricted volume type "nfs"',
        severity: 'low',
      },
    ],
    passing: pod({ spec: '\n  volumes: [{name: host, hostPath: {path: /tmp}}]' }),
  },
  'security-context/read-only-root-filesystem': {
    failing: bare('{runAsNonRoot: true}'),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.readOnlyRootFilesystem',
        message: 'container "app" can write to the root file system',
        severity: 'low',
      },
    ],
    passing: CLEAN,
  },
  'security-context/start-refused': {
    failing: pod({ context: ', runAsUser: 0' }),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.runAsUser',
        message:
          'the kubelet refuses to start it: container\'s runAsUser breaks non-root policy (pod: "web_shop()", container: app)',
        severity: 'high',
      },
    ],
    passing: pod({ context: ', runAsUser: 1000' }),
  },
  'security-context/without-effect': {
    failing: bare('{privileged: true, seccompProfile: {type: RuntimeDefault}}'),
    findings: [
      {
        fieldPath: 'spec.containers[0].securityContext.seccompProfile',
        message: 'seccompProfile has no effect: a privileged container runs without seccomp',
        severity: 'medium',
      },
    ],
    passing: CLEAN,
  },
  'user-namespaces/refused': {
    failing: pod({ spec: '\n  hostUsers: false\n  hostNetwork: true' }),
    findings: [
      {
        fieldPath: 'spec.hostUsers',
        message: 'spec.hostNetwork: Forbidden: when `hostUsers` is false',
        severity: 'high',
      },
    ],
    passing: pod({ spec: '\n  hostUsers: false' }),
  },
  'user-namespaces/breaks': {
    failing: pod({ spec: '\n  hostUsers: false\n  volumes: [{name: data, nfs: {server: nfs.example, path: /data}}]' }),
    findings: [
      {
        fieldPath: 'spec.volumes[0]',
        message: 'nfs does not support mounts with mapped ids: containers that mount "data" do not start',
        severity: 'high',
      },
    ],
    passing: pod({ spec: '\n  volumes: [{name: data, nfs: {server: nfs.example, path: /data}}]' }),
  },
  'user-namespaces/candidate': {
    failing: CLEAN,
    findings: [
      {
        fieldPath: 'spec.hostUsers',
        message: 'nothing stands against running this in a user namespace',
        severity: 'info',
      },
    ],
    passing: pod({ spec: '\n  hostUsers: false' }),
  },
  'namespace/labels-missing': {
    failing: namespace('team: shop'),
    findings: [
      {
        fieldPath: 'metadata.labels[pod-security.kubernetes.io/enforce]',
        message: 'namespace "shop" enforces no level of the Pod Security Standards',
        severity: 'medium',
      },
    ],
    passing: namespace('pod-security.kubernetes.io/enforce: restricted'),
  },
  'namespace/privileged-level': {
    failing: namespace('pod-security.kubernetes.io/enforce: privileged'),
    findings: [
      {
        fieldPath: 'metadata.labels[pod-security.kubernetes.io/enforce]',
        message: 'namespace "shop" allows privileged pods',
        severity: 'medium',
      },
    ],
    passing: namespace('pod-security.kubernetes.io/enforce: baseline'),
  },
  'namespace/label-invalid': {
    failing: namespace('pod-security.kubernetes.io/enforce: strict'),
    findings: [
      {
        fieldPath: 'metadata.labels[pod-security.kubernetes.io/enforce]',
        message:
          'Namespace "shop" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted',
        severity: 'high',
      },
    ],
    passing: namespace('pod-security.kubernetes.io/enforce: restricted'),
  },
  'namespace/label-typo': {
    failing: namespace('pod-security.kubernetes.io/enforced: restricted'),
    findings: [
      {
        fieldPath: 'metadata.labels[pod-security.kubernetes.io/enforced]',
        message:
          'label "pod-security.kubernetes.io/enforced" has no effect: Pod Security reads only enforce, audit, warn, enforce-version, audit-version, warn-version under pod-security.kubernetes.io/; probably meant: pod-security.kubernetes.io/enforce',
        severity: 'high',
      },
    ],
    passing: namespace('pod-security.kubernetes.io/enforce: restricted'),
  },
  'namespace/default': {
    failing: CLEAN.replace('namespace: shop', 'namespace: default'),
    findings: [
      { fieldPath: 'metadata.namespace', message: 'the workload is in the namespace "default"', severity: 'low' },
    ],
    passing: CLEAN,
  },
  'schema/dropped-field': {
    minor: 31,
    failing: pod({ spec: '\n  hostUsers: false' }),
    findings: [
      {
        fieldPath: 'spec.hostUsers',
        message:
          'Kubernetes 1.31 drops spec.hostUsers silently: feature gate UserNamespacesSupport is off, on by default since 1.33',
        severity: 'high',
      },
    ],
    passing: pod({ spec: '\n  hostUsers: false' }),
    passingMinor: 33,
  },
  'schema/dropped-pod-field': {
    minor: 31,
    failing: pod({ spec: '\n  volumes: [{name: models, image: {reference: registry.example/models:1}}]' }),
    findings: [
      {
        fieldPath: 'spec.volumes[0]',
        message: 'Kubernetes 1.31 drops spec.volumes[0] silently: feature gate ImageVolume is off',
        severity: 'medium',
      },
    ],
    passing: pod({ spec: '\n  volumes: [{name: models, image: {reference: registry.example/models:1}}]' }),
    passingMinor: 35,
  },
  'schema/unknown-field': {
    failing: pod({ podContext: ', hostUsers: false' }),
    findings: [
      {
        fieldPath: 'spec.securityContext.hostUsers',
        message: 'unknown field "spec.securityContext.hostUsers"; it belongs at spec.hostUsers',
        severity: 'high',
      },
    ],
    passing: CLEAN,
  },
  'schema/duplicate-key': {
    failing: CLEAN.replace('kind: Pod\n', 'kind: Pod\n').replace('    image:', '    image: other\n    image:'),
    findings: [
      {
        fieldPath: 'spec.containers[0].image',
        message: 'key "image" is written at line 8 and again at line 9: kubectl keeps the last one silently',
        severity: 'medium',
      },
    ],
    passing: CLEAN,
  },
  'schema/unreadable-object': {
    failing: 'kind: Pod\nmetadata: {name: web}\n',
    findings: [{ fieldPath: 'apiVersion', message: "Object 'apiVersion' is missing", severity: 'high' }],
    passing: CLEAN,
  },
  'schema/unavailable-api': {
    failing: 'apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: old}\nspec: {}\n',
    findings: [
      {
        fieldPath: 'apiVersion',
        message: 'policy/v1beta1 PodSecurityPolicy is deprecated in v1.21+, unavailable in v1.25+',
        severity: 'high',
      },
    ],
    passing: CLEAN,
  },
  'schema/wrong-type': {
    failing: pod({ container: '\n    env: [{name: PORT, value: 8080}]' }),
    findings: [
      {
        fieldPath: 'spec.containers[0].env[0].value',
        message:
          'expected string, got number: json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
        severity: 'high',
      },
    ],
    passing: pod({ container: '\n    env: [{name: PORT, value: "8080"}]' }),
  },
  'schema/invalid-value': {
    failing: pod({ spec: '\n  restartPolicy: Sometimes' }),
    findings: [
      {
        fieldPath: 'spec.restartPolicy',
        message: 'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
        severity: 'high',
      },
    ],
    passing: CLEAN,
  },
  'schema/deprecated-api': {
    minor: 28,
    failing:
      'apiVersion: flowcontrol.apiserver.k8s.io/v1beta2\nkind: FlowSchema\nmetadata: {name: old}\nspec: {priorityLevelConfiguration: {name: global-default}}\n',
    findings: [
      {
        fieldPath: 'apiVersion',
        message:
          'flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema is deprecated in v1.26+, unavailable in v1.29+; use flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema',
        severity: 'medium',
      },
    ],
    passing: CLEAN,
  },
  'schema/api-warning': {
    failing: pod({ spec: '\n  nodeSelector: {beta.kubernetes.io/os: linux}' }),
    findings: [
      {
        fieldPath: 'spec.nodeSelector[beta.kubernetes.io/os]',
        message: 'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
        severity: 'low',
      },
    ],
    passing: CLEAN,
  },
};
