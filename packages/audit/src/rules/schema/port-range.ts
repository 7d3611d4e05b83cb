/** A range of ports in a NetworkPolicy is two fields, and often written as one text. KEP-2079. */
import type { AuditObject } from '../../audit-object.js';
import { parseFieldPath } from '../../field-path.js';
import type { Fix } from '../../finding.js';
import { safeFix } from '../../fix/fix.js';
import { valueAt } from '../../fix/json-value.js';

const MAX_PORT = 65535;

/** The fix where the refused value is a range; the policy is refused as it is, so that nothing can break. */
export function portRangeFix(object: AuditObject, path: string): { readonly fix?: Fix } {
  if (object.identity.kind !== 'NetworkPolicy' || !path.endsWith('.port')) return {};
  const value = valueAt(object.source.value, parseFieldPath(path));
  const match = typeof value === 'string' ? /^\s*(\d{1,5})\s*-\s*(\d{1,5})\s*$/.exec(value) : null;
  const [port, endPort] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  if (port < 1 || endPort < port || endPort > MAX_PORT) return {};
  const end = path.replace(/port$/, 'endPort');
  return {
    fix: safeFix(`write port: ${port} and endPort: ${endPort}`, object, (patch) => {
      if (patch.read(end) === undefined) patch.set(path, port).set(end, endPort);
    }),
  };
}
