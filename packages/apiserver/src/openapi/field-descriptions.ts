/** Texts of fields that matter for security, by group and name of their type. */
type Texts = ReadonlyMap<string, string>;

const texts = (fields: Readonly<Record<string, string>>): Texts => new Map(Object.entries(fields));

const CONTAINER = {
  image: 'Image to run. A digest says exactly which one; a tag may mean another tomorrow.',
  imagePullPolicy:
    'When the image is fetched: Always, IfNotPresent or Never. Only Always checks the credentials each time.',
  command: 'Replaces the entrypoint of the image.',
  args: 'Arguments of the command.',
  env: 'Environment variables. Values are readable by whoever can read the pod.',
  envFrom: 'ConfigMaps and Secrets whose entries become environment variables.',
  ports: 'Ports that the container serves. Leaving one out does not close it.',
  resources: 'How much the container needs, and how much it gets at most.',
  volumeMounts: 'Where volumes of the pod appear in the container.',
  volumeDevices: 'Raw block devices of the container.',
  stdin: 'Keeps standard input open.',
  tty: 'Gives the container a terminal.',
};

const POD_SPEC = {
  activeDeadlineSeconds: 'Seconds after which the pod is ended.',
  automountServiceAccountToken:
    'Whether containers get a token of the service account. Say false unless the pod talks to the API server.',
  containers: 'Containers of the pod; there is at least one.',
  ephemeralContainers: 'Containers that were added to the running pod to look into it.',
  hostIPC: 'Shares the IPC namespace of the node: shared memory of its processes can be read and changed.',
  hostNetwork:
    'Shares the network of the node: network policies do not hold, and services on its loopback are in reach.',
  hostPID: 'Shares the process namespace of the node: its processes can be seen and, as root, be entered.',
  hostUsers:
    'Whether the pod shares the user namespace of the node; true when it is left out. With false root in the container ' +
    'is an ordinary user on the node, so that most ways to break out lead nowhere.',
  imagePullSecrets: 'Secrets with credentials for registries.',
  initContainers: 'Containers that run one after another before the others start.',
  nodeName: 'Node that runs the pod. Setting it goes past the scheduler.',
  nodeSelector: 'Labels that the node must have.',
  os: 'Operating system of the containers; settings of another are refused.',
  priorityClassName: 'Importance of the pod, and whether it makes others go.',
  restartPolicy: 'Whether containers are started again: Always, OnFailure or Never.',
  runtimeClassName: 'Runtime class that runs the containers, such as one with a sandbox.',
  serviceAccount: 'Old name of serviceAccountName.',
  serviceAccountName: 'Service account that the pod is towards the API server.',
  shareProcessNamespace: 'Lets containers of the pod see and signal each other’s processes, and read their files.',
  tolerations: 'Taints of nodes that the pod puts up with.',
  volumes: 'Volumes that containers can mount.',
};

const SECURITY_CONTEXT = {
  allowPrivilegeEscalation:
    'Whether a process can get more rights than its parent, as by a set-user-ID file. True when it is left out.',
  appArmorProfile: 'AppArmor profile of the container.',
  capabilities: 'Capabilities that are added and dropped. Drop ALL, and add what is needed.',
  privileged: 'Gives the container all capabilities and all devices of the node: it is root on the node.',
  procMount: 'Default masks parts of /proc; Unmasked shows all of it and needs a user namespace.',
  readOnlyRootFilesystem: 'Whether the file system of the image cannot be written to.',
  runAsGroup: 'Group ID of the process.',
  runAsNonRoot: 'Refuses to start a container whose user is 0.',
  runAsUser: 'User ID of the process; that of the image when it is left out.',
  seLinuxOptions: 'SELinux label of the container.',
  seccompProfile: 'Which system calls the container may make.',
  windowsOptions: 'Settings for Windows.',
};

const RULE = {
  apiGroups: 'Groups of the resources; "" is the core group and * is all of them.',
  nonResourceURLs: 'Paths that are no resources, such as /metrics; for cluster roles alone.',
  resourceNames: 'Only objects of these names. It does not limit create and deletecollection.',
  resources: 'Resources and subresources, such as pods and pods/exec; * is all of them.',
  verbs:
    'What may be done: get, list, watch, create, update, patch, delete, deletecollection, or *. ' +
    'bind, escalate and impersonate give more than they seem to.',
};

const SUBJECTS = { subjects: 'Who gets the role.', roleRef: 'The role that is granted; it cannot be changed.' };

const WEBHOOK = {
  failurePolicy: 'Fail refuses requests when the webhook cannot be asked; Ignore lets them through.',
  clientConfig: 'Where the webhook is, and which authority vouches for it.',
  matchConditions: 'Expressions that must all be true for the webhook to be asked.',
  namespaceSelector:
    'Only objects in namespaces with these labels. Whoever can change those can leave the webhook out.',
  objectSelector: 'Only objects with these labels. Whoever makes the objects chooses them.',
  rules: 'Requests that the webhook is asked about.',
  sideEffects: 'Whether asking changes anything; dry runs need None or NoneOnDryRun.',
  timeoutSeconds: 'How long the answer may take; ten seconds when it is left out.',
};

export const FIELD_DESCRIPTIONS: ReadonlyMap<string, Texts> = new Map([
  ['admissionregistration.MutatingWebhook', texts(WEBHOOK)],
  ['admissionregistration.ValidatingWebhook', texts(WEBHOOK)],
  [
    'admissionregistration.ValidatingAdmissionPolicySpec',
    texts({
      failurePolicy: 'Whether requests are refused when an expression cannot be evaluated: Fail or Ignore.',
      matchConstraints: 'Requests that the policy is for.',
      paramKind: 'Kind of the objects that parameters come from.',
      validations: 'Expressions that must all be true.',
    }),
  ],
  [
    'admissionregistration.ValidatingAdmissionPolicyBindingSpec',
    texts({
      policyName: 'Policy that is put into force.',
      validationActions: 'What follows from a violation: Deny, Warn or Audit.',
    }),
  ],
  [
    'authentication.TokenRequestSpec',
    texts({
      audiences: 'Who the token is for; others should refuse it.',
      boundObjectRef: 'Object that the token ends with.',
      expirationSeconds: 'How long the token is valid; ten minutes at least.',
    }),
  ],
  [
    'certificates.CertificateSigningRequestSpec',
    texts({
      expirationSeconds: 'How long the certificate should be valid; ten minutes at least. The signer may give less.',
      groups: 'Groups of the one who asked, as the API server found them.',
      request: 'The request in PKCS #10, as PEM.',
      signerName: 'Who should sign. Approving for it needs the verb approve on signers.',
      usages: 'What the key may be used for.',
      username: 'Who asked, as the API server found it.',
    }),
  ],
  [
    'core.AppArmorProfile',
    texts({ type: 'RuntimeDefault, Localhost or Unconfined.', localhostProfile: 'Name of a profile on the node.' }),
  ],
  [
    'core.Capabilities',
    texts({ add: 'Capabilities to add, without CAP_.', drop: 'Capabilities to drop; ALL drops every one.' }),
  ],
  ['core.Container', texts(CONTAINER)],
  ['core.EphemeralContainer', texts({ ...CONTAINER, targetContainerName: 'Container whose processes this one sees.' })],
  [
    'core.ContainerPort',
    texts({ hostPort: 'Port of the node that leads to the container; network policies may not hold for it.' }),
  ],
  [
    'core.HostPathVolumeSource',
    texts({ path: 'Path on the node.', type: 'What there must be at the path, or what is made there.' }),
  ],
  ['core.NamespaceSpec', texts({ finalizers: 'What must be done before the namespace is gone.' })],
  ['core.PodSpec', texts(POD_SPEC)],
  [
    'core.PodSecurityContext',
    texts({
      appArmorProfile: 'AppArmor profile of all containers.',
      fsGroup: 'Group that owns the volumes that support it.',
      fsGroupChangePolicy: 'Whether owners of files are changed each time: Always or OnRootMismatch.',
      runAsGroup: 'Group ID of the processes.',
      runAsNonRoot: 'Refuses to start containers whose user is 0.',
      runAsUser: 'User ID of the processes; that of the image when it is left out.',
      seLinuxOptions: 'SELinux label of all containers.',
      seccompProfile: 'Which system calls the containers may make.',
      supplementalGroups: 'Further groups of the processes.',
      supplementalGroupsPolicy: 'Merge adds the groups that the image has for the user; Strict does not.',
      sysctls: 'Kernel parameters of the namespaces of the pod. Unsafe ones must be allowed by the node.',
      windowsOptions: 'Settings for Windows.',
    }),
  ],
  ['core.SecurityContext', texts(SECURITY_CONTEXT)],
  [
    'core.SeccompProfile',
    texts({
      localhostProfile: 'File of the profile, below the folder of profiles on the node.',
      type: 'RuntimeDefault, Localhost or Unconfined; Unconfined allows every system call.',
    }),
  ],
  [
    'core.SELinuxOptions',
    texts({ type: 'Type of the label; it decides what the processes may do.', user: 'User of the label.' }),
  ],
  [
    'core.Secret',
    texts({
      data: 'Values in base64, which hides nothing.',
      immutable: 'Whether the values can no longer be changed.',
      stringData: 'Values in plain text; they are written to data and never read back.',
      type: 'What the values are for.',
    }),
  ],
  [
    'core.ServiceAccount',
    texts({
      automountServiceAccountToken: 'Whether pods get a token when they do not say so themselves.',
      imagePullSecrets: 'Secrets with credentials for registries, for pods that name none.',
      secrets: 'Secrets that pods of the account may use, where that is enforced.',
    }),
  ],
  [
    'core.ServiceAccountTokenProjection',
    texts({
      audience: 'Who the token is for; the API server when it is left out.',
      expirationSeconds: 'How long the token is valid; it is renewed before.',
      path: 'File of the token within the volume.',
    }),
  ],
  [
    'core.ServiceSpec',
    texts({
      externalIPs:
        'Addresses whose traffic the nodes take for this service. Whoever may set them can intercept traffic.',
      externalName: 'Host name that the service is an alias of.',
      type: 'ClusterIP, NodePort, LoadBalancer or ExternalName: from where it can be reached.',
    }),
  ],
  [
    'core.Volume',
    texts({
      secret: 'Values of a Secret as files.',
    }),
  ],
  [
    'core.VolumeMount',
    texts({
      mountPropagation:
        'Whether mounts are passed on. Bidirectional ones reach the node and need a privileged container.',
      readOnly: 'Whether the volume cannot be written to.',
      recursiveReadOnly: 'Whether mounts below it cannot be written to either.',
      subPath: 'Path within the volume that is mounted.',
    }),
  ],
  [
    'core.WindowsSecurityContextOptions',
    texts({ hostProcess: 'Runs the container as a process of the node, with all that this allows.' }),
  ],
  [
    'meta.ObjectMeta',
    texts({
      annotations: 'Further values that are not selected by.',
      deletionTimestamp: 'When the object will be gone at the latest; set by the server.',
      finalizers: 'What must be done before the object is gone.',
      generateName: 'Beginning of a name that the server completes.',
      labels: 'Values that selectors look at.',
      managedFields: 'Which fields were set by whom.',
      name: 'Name of the object.',
      namespace: 'Namespace of the object.',
      ownerReferences: 'Objects with whose end this one ends.',
      resourceVersion: 'State of the object; a write with an older one is refused.',
      uid: 'Identity of the object, which no later one of the same name has.',
    }),
  ],
  [
    'networking.NetworkPolicySpec',
    texts({
      egress: 'Connections that the pods may make; none when it is empty and policyTypes has Egress.',
      ingress: 'Connections that the pods may take; none when it is empty and policyTypes has Ingress.',
      podSelector: 'Pods that the policy is for; an empty one means all of the namespace.',
      policyTypes: 'Directions that are limited.',
    }),
  ],
  [
    'networking.NetworkPolicyPeer',
    texts({
      ipBlock: 'Range of addresses; not for pods, whose addresses change.',
      namespaceSelector: 'Namespaces whose pods are meant.',
      podSelector: 'Pods that are meant.',
    }),
  ],
  ['node.RuntimeClass', texts({ handler: 'Configuration of the container runtime that runs the pods.' })],
  [
    'rbac.ClusterRole',
    texts({ aggregationRule: 'Fills the rules from other cluster roles.', rules: 'What is allowed.' }),
  ],
  ['rbac.ClusterRoleBinding', texts(SUBJECTS)],
  ['rbac.PolicyRule', texts(RULE)],
  ['rbac.Role', texts({ rules: 'What is allowed.' })],
  ['rbac.RoleBinding', texts(SUBJECTS)],
  ['rbac.RoleRef', texts({ apiGroup: 'Group of the role.', kind: 'Role or ClusterRole.', name: 'Name of the role.' })],
  [
    'rbac.Subject',
    texts({
      apiGroup: 'Group of users and groups; empty for service accounts.',
      kind: 'User, Group or ServiceAccount.',
      name: 'Name, as authentication finds it.',
      namespace: 'Namespace of the service account.',
    }),
  ],
]);
