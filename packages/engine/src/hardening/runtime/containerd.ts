/** containerd's config.toml, of versions 2 and 3, and the hosts.toml of its registries. */
import { isLoopback, isPlainHttp } from '../network-address.js';
import { isMap, itemsOf, type PlainMap, textOf, valueAt } from '../plain-value.js';
import { type Verdict, type Verdicts, verdict } from '../verdict.js';
import { type Section, sectionsOf } from './section.js';

const CRI = 'io.containerd.grpc.v1.cri';
const RUNTIME = 'io.containerd.cri.v1.runtime';
const IMAGES = 'io.containerd.cri.v1.images';

/** The tables of the CRI plugin: one up to version 2, three from version 3 on. */
const criSections = (file: PlainMap): readonly Section[] =>
  [CRI, RUNTIME, IMAGES].flatMap((plugin) => sectionsOf(file, 'plugins', plugin));

export function containerdTcp(file: PlainMap): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  const address = textOf(valueAt(file, 'grpc', 'tcp_address'));
  const hasTls = textOf(valueAt(file, 'grpc', 'tcp_tls_ca')) !== '';
  const isOpen = address !== '' && !hasTls && !isLoopback(address);
  if (isOpen) {
    const text = `grpc.tcp_address is ${address} without client certificates: whoever reaches it is root on the node`;
    verdicts.push(verdict(text, ['grpc.tcp_address']));
  }
  for (const { table, path } of criSections(file)) {
    if (table['disable_tcp_service'] !== false) continue;
    const text = 'disable_tcp_service is false: the CRI is served on the TCP address as well';
    verdicts.push(verdict(text, [path('disable_tcp_service')], isOpen ? 'critical' : 'medium'));
  }
  return verdicts;
}

export const containerdSelinux = (file: PlainMap): readonly Verdict[] =>
  booleans(file, 'enable_selinux', false, 'on hosts with SELinux containers run without labels of their own');

export const containerdAppArmor = (file: PlainMap): readonly Verdict[] =>
  booleans(file, 'disable_apparmor', true, 'no AppArmor profile of a pod has any effect');

export const containerdUnprivileged = (file: PlainMap): readonly Verdict[] => [
  ...booleans(file, 'enable_unprivileged_ports', true, 'containers of any user open ports below 1024'),
  ...booleans(file, 'enable_unprivileged_icmp', true, 'containers of any user send echo requests'),
];

function booleans(file: PlainMap, key: string, value: boolean, why: string): readonly Verdict[] {
  return criSections(file).flatMap(({ table, path }) =>
    table[key] === value ? [verdict(`${key} is ${value}: ${why}`, [path(key)])] : [],
  );
}

export function containerdSeccomp(file: PlainMap): readonly Verdict[] {
  return criSections(file).flatMap(({ table, path }) =>
    table['unset_seccomp_profile'] === 'unconfined'
      ? [
          verdict('unset_seccomp_profile is unconfined: containers without a profile of their own have none', [
            path('unset_seccomp_profile'),
          ]),
        ]
      : [],
  );
}

export function hostDevices(file: PlainMap): readonly Verdict[] {
  return criSections(file).flatMap(({ table, path }) => {
    const runtimes = valueAt(table, 'containerd', 'runtimes');
    if (!isMap(runtimes)) return [];
    return Object.entries(runtimes).flatMap(([name, runtime]) =>
      valueAt(runtime, 'privileged_without_host_devices') === true
        ? []
        : [
            verdict(`runtime ${name} gives privileged containers every device of the host`, [
              path('containerd', 'runtimes', name, 'privileged_without_host_devices'),
            ]),
          ],
    );
  });
}

export function containerdRegistries(file: PlainMap): readonly Verdict[] {
  return criSections(file).flatMap(({ table, path }) => [
    ...configured(valueAt(table, 'registry', 'configs'), path),
    ...mirrored(valueAt(table, 'registry', 'mirrors'), path),
  ]);
}

function configured(configs: unknown, path: Section['path']): readonly Verdict[] {
  if (!isMap(configs)) return [];
  return Object.entries(configs).flatMap(([host, config]) =>
    valueAt(config, 'tls', 'insecure_skip_verify') === true
      ? [
          verdict(`the certificate of registry ${host} is not verified: ${MIDDLE}`, [
            path('registry', 'configs', host, 'tls', 'insecure_skip_verify'),
          ]),
        ]
      : [],
  );
}

function mirrored(mirrors: unknown, path: Section['path']): readonly Verdict[] {
  if (!isMap(mirrors)) return [];
  return Object.entries(mirrors).flatMap(([host, mirror]) => {
    const plain = itemsOf(valueAt(mirror, 'endpoint')).map(textOf).filter(isPlainHttp);
    if (plain.length === 0) return [];
    const text = `images of ${host} come from ${plain.join(', ')} without TLS: ${MIDDLE}`;
    return [verdict(text, [path('registry', 'mirrors', host, 'endpoint')])];
  });
}

const MIDDLE = 'whoever stands between gives the node any image';

export function containerdStreaming(file: PlainMap): readonly Verdict[] {
  return criSections(file).flatMap(({ table, path }): readonly Verdict[] => {
    const address = textOf(table['stream_server_address']);
    if (address === '' || isLoopback(address)) return [];
    const hasTls = table['enable_tls_streaming'] === true;
    const text = `stream_server_address is ${address}: exec and port-forward of all containers are served to the network`;
    return [verdict(`${text}${hasTls ? '' : ' without TLS'}; use 127.0.0.1`, [path('stream_server_address')])];
  });
}

/** A hosts.toml: where the images of a registry come from. */
export function registryHosts(file: PlainMap): Verdicts {
  const verdicts: Verdict[] = [];
  const server = textOf(file['server']);
  if (isPlainHttp(server)) verdicts.push(verdict(`server is ${server}, without TLS: ${MIDDLE}`, ['server']));
  if (file['skip_verify'] === true) {
    verdicts.push(verdict(`skip_verify: the certificate of the registry is not verified; ${MIDDLE}`, ['skip_verify']));
  }
  for (const { table, path, name } of sectionsOf(file, 'host').flatMap(childrenOf)) {
    if (isPlainHttp(name)) verdicts.push(verdict(`images come from ${name} without TLS: ${MIDDLE}`, [path()]));
    if (table['skip_verify'] === true) {
      verdicts.push(verdict(`the certificate of ${name} is not verified: ${MIDDLE}`, [path('skip_verify')]));
    }
  }
  return verdicts;
}

const childrenOf = ({ table, path }: Section): readonly (Section & { readonly name: string })[] =>
  Object.entries(table).flatMap(([name, value]) =>
    isMap(value) ? [{ table: value, path: (...keys: readonly string[]) => path(name, ...keys), name }] : [],
  );
