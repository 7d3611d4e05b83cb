/**
 * The resources of an entry of an EncryptionConfiguration: their names, and that none is named twice.
 *
 * Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation_encryption.go.
 */
import { type FieldError, invalid } from '@bulkhead/apimachinery';

const DUPLICATE = 'the same resource cannot be specified multiple times';
const OVERLAP =
  "using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as they will be masked";

const WITHOUT_API: ReadonlySet<string> = new Set([
  'apiserveripinfo',
  'serviceipallocations',
  'servicenodeportallocations',
]);

export function resourceListErrors(resources: readonly string[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (new Set(resources).size !== resources.length) errors.push(invalid(path, resources, DUPLICATE));
  if (overlaps(resources)) errors.push(invalid(path, resources, OVERLAP));
  for (const [index, resource] of resources.entries()) {
    const problem = nameProblem(resource);
    if (problem !== undefined) errors.push(invalid(`${path}[${index}]`, resource, problem));
  }
  return errors;
}

/**
 * Entries are read in the order of the file, and a resource that an earlier one covers with a wildcard stops the API
 * server: `masked` of loadConfig in k8s.io/apiserver/pkg/server/options/encryptionconfig/config.go.
 */
export function maskedErrors(entries: readonly (readonly string[])[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  const wild = new Set<string>();
  for (const [entry, resources] of entries.entries()) {
    const earlier = new Set(wild);
    for (const [index, resource] of resources.entries()) {
      const mask = [`*.${groupOf(resource)}`, '*.*'].find((name) => earlier.has(name));
      if (mask !== undefined) {
        const text = `resource ${JSON.stringify(resource)} is masked by earlier rule ${JSON.stringify(mask)}`;
        errors.push(invalid(`resources[${entry}].resources[${index}]`, resource, text));
      }
      if (resource.startsWith('*.')) wild.add(resource);
    }
  }
  return errors;
}

/** `secrets` is of the core group, like `*.`. */
function groupOf(resource: string): string {
  const dot = resource.indexOf('.');
  return dot === -1 ? '' : resource.slice(dot + 1);
}

function overlaps(resources: readonly string[]): boolean {
  const different = new Set(resources);
  if (different.size < 2) return false;
  if (different.has('*.*')) return true;
  const wild = new Set([...different].filter((name) => name.startsWith('*')).map(groupOf));
  const counts = new Map<string, number>();
  for (const name of different) counts.set(groupOf(name), (counts.get(groupOf(name)) ?? 0) + 1);
  return [...wild].some((group) => (counts.get(group) ?? 0) > 1);
}

function nameProblem(resource: string): string | undefined {
  if (resource.toLowerCase() !== resource) return 'resource name should not contain capital letters';
  if (resource === '*')
    return "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources";
  if (WITHOUT_API.has(resource)) return 'resources which do not have REST API/s cannot be encrypted';
  const group = groupOf(resource);
  if (group === 'events.k8s.io') {
    return "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events' instead in the config file";
  }
  if (group === 'extensions') return "'extensions' group has been removed and cannot be used for encryption";
  if (group === '*' && resource !== '*.*') return 'encrypting the same resource across groups is not supported';
  return undefined;
}
