/**
 * The Linux capabilities: names as the API spells them (no `CAP_`), numbers, what each gives away, and whether it
 * has any power inside a user namespace.
 * Sources: include/uapi/linux/capability.h of Linux 5.9 and later; user_namespaces(7).
 */

export type CapabilityRisk = 'low' | 'medium' | 'high' | 'critical';

export interface LinuxCapability {
  readonly name: string;
  readonly number: number;
  readonly risk: CapabilityRisk;
  /** False when the kernel asks the initial user namespace, so that it gives nothing to a pod with its own one. */
  readonly worksInUserNamespace: boolean;
  readonly note: string;
}

/** By number: the first line is capability 0. */
const CAPABILITIES: readonly (readonly [string, CapabilityRisk, boolean, string])[] = [
  ['CHOWN', 'low', true, 'change file ownership'],
  ['DAC_OVERRIDE', 'medium', true, 'bypass file permission checks; with a host mount = read/write any host file'],
  ['DAC_READ_SEARCH', 'critical', true, 'bypass read checks and open_by_handle_at (shocker escape to host files)'],
  ['FOWNER', 'low', true, 'bypass owner checks'],
  ['FSETID', 'low', true, 'keep setuid/setgid bits'],
  ['KILL', 'low', true, 'signal any process in the PID namespace; with hostPID = any host process'],
  ['SETGID', 'low', true, 'change GIDs'],
  ['SETUID', 'low', true, 'change UIDs'],
  ['SETPCAP', 'low', true, 'change capability bounding set'],
  ['LINUX_IMMUTABLE', 'medium', true, 'change immutable/append-only flags'],
  ['NET_BIND_SERVICE', 'low', true, 'bind ports below 1024; the only capability that restricted may add'],
  ['NET_BROADCAST', 'low', true, 'unused by the kernel today'],
  [
    'NET_ADMIN',
    'high',
    true,
    'interfaces, routes, nftables of the network namespace; with hostNetwork the node itself',
  ],
  ['NET_RAW', 'medium', true, 'raw sockets: ARP/DNS spoofing on the pod network, CVE-2020-10749, CVE-2020-14386'],
  ['IPC_LOCK', 'low', true, 'lock memory'],
  ['IPC_OWNER', 'medium', true, 'bypass IPC permission checks'],
  ['SYS_MODULE', 'critical', false, 'load kernel modules = kernel code execution'],
  ['SYS_RAWIO', 'critical', false, 'ioperm/iopl, /dev/mem, /dev/port'],
  ['SYS_CHROOT', 'low', true, 'chroot and setns to mount namespaces'],
  ['SYS_PTRACE', 'high', true, 'trace processes; with hostPID code injection into host processes'],
  ['SYS_PACCT', 'low', true, 'process accounting'],
  ['SYS_ADMIN', 'critical', true, 'mount, cgroup release_agent, bpf, namespaces: close to root on the host'],
  ['SYS_BOOT', 'high', false, 'reboot, kexec_load'],
  ['SYS_NICE', 'low', true, 'scheduling priorities'],
  ['SYS_RESOURCE', 'medium', true, 'raise resource limits, quotas'],
  ['SYS_TIME', 'high', false, 'set the clock of the host'],
  ['SYS_TTY_CONFIG', 'low', true, 'virtual terminals'],
  ['MKNOD', 'medium', true, 'create device nodes (device cgroup still filters)'],
  ['LEASE', 'low', true, 'file leases'],
  ['AUDIT_WRITE', 'low', true, 'write kernel audit log'],
  ['AUDIT_CONTROL', 'high', false, 'change kernel audit rules'],
  ['SETFCAP', 'low', true, 'set file capabilities'],
  ['MAC_OVERRIDE', 'high', false, 'override Smack'],
  ['MAC_ADMIN', 'high', false, 'change LSM configuration'],
  ['SYSLOG', 'medium', false, 'kernel log, kernel addresses'],
  ['WAKE_ALARM', 'low', false, 'wake the system'],
  ['BLOCK_SUSPEND', 'low', false, 'block suspend'],
  ['AUDIT_READ', 'medium', false, 'read the audit log'],
  ['PERFMON', 'high', true, 'perf and tracing, side channels (kernel 5.8+)'],
  ['BPF', 'critical', true, 'load BPF programs (kernel 5.8+)'],
  ['CHECKPOINT_RESTORE', 'medium', true, 'set PIDs, read /proc/PID/map_files (kernel 5.9+)'],
];

interface CapabilityTable {
  readonly list: readonly LinuxCapability[];
  readonly names: readonly string[];
  readonly byName: ReadonlyMap<string, LinuxCapability>;
}

let table: CapabilityTable | undefined;

function capabilityTable(): CapabilityTable {
  if (table === undefined) {
    const list = CAPABILITIES.map(([name, risk, worksInUserNamespace, note], number) => {
      return { name, number, risk, worksInUserNamespace, note };
    });
    table = { list, names: list.map(({ name }) => name), byName: new Map(list.map((item) => [item.name, item])) };
  }
  return table;
}

/** All capabilities, by rising number. */
export const linuxCapabilities = (): readonly LinuxCapability[] => capabilityTable().list;

/** The names of all capabilities, by rising number. */
export const allCapabilityNames = (): readonly string[] => capabilityTable().names;

/** The capability of that name, written in upper case and without `CAP_`. */
export const linuxCapability = (name: string): LinuxCapability | undefined => capabilityTable().byName.get(name);

/** The same capabilities by rising number, as /proc/self/status counts them. */
export function sortCapabilities(names: Iterable<string>): string[] {
  return [...names].sort((left, right) => numberOf(left) - numberOf(right));
}

/** The set as /proc/self/status prints it: sixteen hexadecimal digits. */
export function capabilityMask(names: readonly string[]): string {
  let mask = 0n;
  for (const name of names) {
    const capability = linuxCapability(name);
    if (capability !== undefined) mask |= 1n << BigInt(capability.number);
  }
  return mask.toString(16).padStart(16, '0');
}

/** Names that Linux does not have sort last. */
const numberOf = (name: string): number => linuxCapability(name)?.number ?? CAPABILITIES.length;
