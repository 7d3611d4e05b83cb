/** Whose file a TOML document is, by its tables. */

export type FileType = Readonly<Record<'apiVersion' | 'kind', string>>;

export function kindOfToml(value: unknown): FileType | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const own = (key: string): unknown => (Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined);
  if (isTable(own('crio'))) return { apiVersion: 'crio/v1', kind: 'CrioConfiguration' };
  if (Array.isArray(own('registry')) || Array.isArray(own('unqualified-search-registries'))) {
    return { apiVersion: 'containers/v1', kind: 'ContainersRegistries' };
  }
  if (isContainerd(value)) {
    const version = own('version');
    return { apiVersion: `containerd/v${typeof version === 'number' ? version : 1}`, kind: 'ContainerdConfiguration' };
  }
  const host = own('host');
  if (isTable(host) ? Object.keys(host).every(isUrl) : isUrl(own('server')) && Object.keys(value).length === 1)
    return { apiVersion: 'containerd/v1', kind: 'ContainerdRegistryHosts' };
  return undefined;
}

const isTable = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isUrl = (value: unknown): boolean => typeof value === 'string' && /^https?:\/\//.test(value);

/** What every file of containerd has one of, and what no other program's has. */
function isContainerd(value: object): boolean {
  const plugins: unknown = Object.hasOwn(value, 'plugins') ? Reflect.get(value, 'plugins') : undefined;
  if (typeof plugins === 'object' && plugins !== null) {
    return Object.keys(plugins).some((name) => name.startsWith('io.containerd.') || name === 'cri');
  }
  const version: unknown = Object.hasOwn(value, 'version') ? Reflect.get(value, 'version') : undefined;
  return (
    typeof version === 'number' &&
    ['grpc', 'ttrpc', 'proxy_plugins', 'imports'].some((key) => Object.hasOwn(value, key))
  );
}
