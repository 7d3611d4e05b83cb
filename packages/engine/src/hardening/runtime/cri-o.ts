/** CRI-O's crio.conf and crio.conf.d, and the registries.conf that it shares with Podman. */
import { isLoopback } from '../network-address.js';
import { isMap, itemsOf, type PlainMap, textOf, textsOf, valueAt } from '../plain-value.js';
import { type Verdict, type Verdicts, verdict } from '../verdict.js';

export function crioStreaming(file: PlainMap): Verdicts {
  const address = textOf(valueAt(file, 'crio', 'api', 'stream_address'));
  if (address === '' || isLoopback(address)) return undefined;
  const hasTls = valueAt(file, 'crio', 'api', 'stream_enable_tls') === true;
  const text = `stream_address is ${address}: exec and port-forward of all containers are served to the network`;
  return verdict(`${text}${hasTls ? '' : ' without TLS'}; use 127.0.0.1`, ['crio.api.stream_address']);
}

export function crioSeccomp(file: PlainMap): Verdicts {
  if (valueAt(file, 'crio', 'runtime', 'seccomp_profile') !== 'unconfined') return undefined;
  const text = 'seccomp_profile is unconfined: RuntimeDefault means no profile on this node';
  return verdict(text, ['crio.runtime.seccomp_profile']);
}

export function crioAppArmor(file: PlainMap): Verdicts {
  if (valueAt(file, 'crio', 'runtime', 'apparmor_profile') !== 'unconfined') return undefined;
  const text = 'apparmor_profile is unconfined: containers without a profile of their own have none';
  return verdict(text, ['crio.runtime.apparmor_profile']);
}

export function crioSelinux(file: PlainMap): Verdicts {
  if (valueAt(file, 'crio', 'runtime', 'selinux') !== false) return undefined;
  const text = 'selinux is false: on hosts with SELinux containers run without labels of their own';
  return verdict(text, ['crio.runtime.selinux']);
}

export function crioRegistries(file: PlainMap): Verdicts {
  const hosts = textsOf(valueAt(file, 'crio', 'image', 'insecure_registries'));
  if (hosts.length === 0) return undefined;
  const text = `insecure_registries has ${hosts.join(', ')}: whoever stands between gives the node any image`;
  return verdict(text, ['crio.image.insecure_registries']);
}

export function sharedRegistries(file: PlainMap): readonly Verdict[] {
  return itemsOf(file['registry']).flatMap((registry, index): Verdict[] => {
    if (!isMap(registry)) return [];
    const name = textOf(registry['location']) || textOf(registry['prefix']);
    const own = registry['insecure'] === true ? [`registry[${index}].insecure`] : [];
    const mirrors = itemsOf(registry['mirror']).flatMap((mirror, at) =>
      valueAt(mirror, 'insecure') === true ? [`registry[${index}].mirror[${at}].insecure`] : [],
    );
    const fields = [...own, ...mirrors];
    const text = `registry ${name} is insecure: whoever stands between gives the node any image`;
    return fields.length === 0 ? [] : [verdict(text, fields)];
  });
}

const STRONG: ReadonlySet<string> = new Set(['SYS_ADMIN', 'NET_RAW', 'SYS_PTRACE', 'SYS_MODULE', 'ALL']);

export function crioCapabilities(file: PlainMap): Verdicts {
  const names = textsOf(valueAt(file, 'crio', 'runtime', 'default_capabilities'));
  const strong = names.filter((name) => STRONG.has(name.replace(/^CAP_/, '')));
  if (strong.length === 0) return undefined;
  const text = `default_capabilities has ${strong.join(', ')}: every container has what few need`;
  return verdict(text, ['crio.runtime.default_capabilities']);
}

export function crioPids(file: PlainMap): Verdicts {
  const limit = valueAt(file, 'crio', 'runtime', 'pids_limit');
  if (typeof limit !== 'number' || limit > 0) return undefined;
  const text = `pids_limit is ${limit}: only the kubelet's podPidsLimit keeps a container from taking all processes`;
  return verdict(text, ['crio.runtime.pids_limit']);
}
