/**
 * The seven points by which articles judge whether a container is hardened, each answered from what the kernel will
 * see and not from how the manifest is written:
 *
 * 1. runAsNonRoot: the kubelet refuses to start it as root.
 * 2. non-root-user: it runs as a user other than 0.
 * 3. no-privilege-escalation: no_new_privs is set and nothing in the container makes that pointless.
 * 4. drop-all-capabilities: nothing but NET_BIND_SERVICE is left in the bounding set.
 * 5. read-only-root: the root file system is read-only.
 * 6. seccomp: a filter is loaded, RuntimeDefault or Localhost.
 * 7. isolated-from-host: not privileged, and none of the host's network, process and IPC namespaces.
 *
 * Sources: Pod Security Standards (restricted); the hardening guides of NSA/CISA and of the Kubernetes documentation.
 */
import type { EffectiveContext } from './effective-context.js';

export type ChecklistPoint =
  | 'run-as-non-root'
  | 'non-root-user'
  | 'no-privilege-escalation'
  | 'drop-all-capabilities'
  | 'read-only-root'
  | 'seccomp'
  | 'isolated-from-host';

export type ChecklistAnswer = 'met' | 'not-met' | 'unknown' | 'not-applicable';

export interface ChecklistItem {
  readonly point: ChecklistPoint;
  readonly title: string;
  readonly answer: ChecklistAnswer;
  readonly why: string;
  /** Where the fix goes, or where the setting that meets the point stands. */
  readonly fieldPath: string;
}

type Judged = Pick<ChecklistItem, 'answer' | 'why'> & { readonly field?: string };

const POINTS: readonly {
  readonly point: ChecklistPoint;
  readonly title: string;
  /** The field below the container's securityContext. */
  readonly field: string;
  readonly onWindows: boolean;
  readonly judge: (context: EffectiveContext) => Judged;
}[] = [
  {
    point: 'run-as-non-root',
    title: 'runAsNonRoot is true',
    field: 'runAsNonRoot',
    onWindows: true,
    judge: runAsNonRoot,
  },
  { point: 'non-root-user', title: 'the user is not root', field: 'runAsUser', onWindows: false, judge: nonRootUser },
  {
    point: 'no-privilege-escalation',
    title: 'allowPrivilegeEscalation is false',
    field: 'allowPrivilegeEscalation',
    onWindows: false,
    judge: noPrivilegeEscalation,
  },
  {
    point: 'drop-all-capabilities',
    title: 'all capabilities are dropped',
    field: 'capabilities.drop',
    onWindows: false,
    judge: dropAllCapabilities,
  },
  {
    point: 'read-only-root',
    title: 'the root file system is read-only',
    field: 'readOnlyRootFilesystem',
    onWindows: false,
    judge: readOnlyRoot,
  },
  { point: 'seccomp', title: 'a seccomp filter is loaded', field: 'seccompProfile', onWindows: false, judge: seccomp },
  {
    point: 'isolated-from-host',
    title: 'neither privileged nor in a namespace of the host',
    field: 'privileged',
    onWindows: true,
    judge: isolatedFromHost,
  },
];

/** The seven answers, in the order above. */
export function hardeningChecklist(context: EffectiveContext): ChecklistItem[] {
  return POINTS.map(({ point, title, field, onWindows, judge }) => {
    if (context.operatingSystem === 'windows' && !onWindows) {
      const why = 'Windows containers have no such setting';
      return { point, title, answer: 'not-applicable', why, fieldPath: `${context.path}.securityContext.${field}` };
    }
    const { answer, why, field: elsewhere } = judge(context);
    return { point, title, answer, why, fieldPath: elsewhere ?? `${context.path}.securityContext.${field}` };
  });
}

const met = (why: string): Judged => ({ answer: 'met', why });
const notMet = (why: string, field?: string): Judged =>
  field === undefined ? { answer: 'not-met', why } : { answer: 'not-met', why, field };
const unknown = (why: string): Judged => ({ answer: 'unknown', why });

function runAsNonRoot(context: EffectiveContext): Judged {
  return context.runAsNonRoot
    ? met('the kubelet refuses to start it as root')
    : notMet('the kubelet would start it as root');
}

function nonRootUser(context: EffectiveContext): Judged {
  if (context.root === true) {
    const shared = context.sources.uid === 'pod' ? 'spec.securityContext.runAsUser' : undefined;
    return notMet('it runs as user 0', shared);
  }
  if (context.root === null) return unknown('the image decides who it runs as');
  return met(
    context.uid === null
      ? 'the kubelet starts it only if the image names another user than root'
      : `it runs as user ${context.uid}`,
  );
}

function noPrivilegeEscalation(context: EffectiveContext): Judged {
  if (context.privileged)
    return notMet('a privileged container needs no escalation', `${context.path}.securityContext.privileged`);
  if (context.capabilities.bounding.includes('SYS_ADMIN')) {
    return notMet('SYS_ADMIN makes escalation unnecessary', `${context.path}.securityContext.capabilities.add`);
  }
  return context.noNewPrivileges ? met('no_new_privs is set') : notMet('no_new_privs is not set');
}

function dropAllCapabilities(context: EffectiveContext): Judged {
  if (context.privileged)
    return notMet('a privileged container has every capability', `${context.path}.securityContext.privileged`);
  const left = context.capabilities.bounding.filter((name) => name !== 'NET_BIND_SERVICE');
  return left.length === 0
    ? met('the bounding set is empty or holds NET_BIND_SERVICE alone')
    : notMet(`it may use ${left.join(', ')}`);
}

function readOnlyRoot(context: EffectiveContext): Judged {
  return context.readOnlyRoot ? met('the root file system is read-only') : notMet('the root file system is writable');
}

function seccomp(context: EffectiveContext): Judged {
  if (context.privileged)
    return notMet('a privileged container runs without seccomp', `${context.path}.securityContext.privileged`);
  if (context.seccomp !== 'Unconfined') return met(`the profile is ${context.seccomp}`);
  if (context.sources.seccomp === 'default')
    return notMet('no filter is loaded, unless the kubelet runs with seccompDefault');
  return notMet(
    'no filter is loaded',
    context.sources.seccomp === 'pod' ? 'spec.securityContext.seccompProfile' : undefined,
  );
}

function isolatedFromHost(context: EffectiveContext): Judged {
  if (context.windows?.hostProcess === true) {
    return notMet('a HostProcess container is the host', `${context.path}.securityContext.windowsOptions.hostProcess`);
  }
  if (context.privileged) return notMet('it is privileged');
  const { network, pid, ipc } = context.namespaces;
  if (network === 'host') return notMet("it uses the host's network", 'spec.hostNetwork');
  if (pid === 'host') return notMet("it sees the host's processes", 'spec.hostPID');
  if (ipc === 'host') return notMet("it uses the host's IPC", 'spec.hostIPC');
  return met('it is not privileged and has its own network, process and IPC namespaces');
}
