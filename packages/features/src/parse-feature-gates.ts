/**
 * The text of `--feature-gates`: `A=true,B=false`.
 * Source: `featureGate.Set` of k8s.io/component-base/featuregate/feature_gate.go, the same in every minor.
 */
import { quote } from '@bulkhead/apimachinery';

export type ParsedFeatureGates =
  | { readonly gates: ReadonlyMap<string, boolean> }
  | { readonly errors: readonly string[] };

/** What Go's strconv.ParseBool takes. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text): [string, boolean] => [text, true]),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text): [string, boolean] => [text, false]),
]);

/**
 * Gates by name in the order of their first mention; of several values of one gate the last one counts. Empty items
 * are skipped. Names are not looked up here: that depends on the version. The first malformed item is the error.
 */
export function parseFeatureGates(text: string): ParsedFeatureGates {
  const gates = new Map<string, boolean>();
  for (const item of text.split(',')) {
    if (item === '') continue;
    const equals = item.indexOf('=');
    const name = trimSpace(equals < 0 ? item : item.slice(0, equals));
    if (equals < 0) return { errors: [`missing bool value for ${name}`] };
    const value = trimSpace(item.slice(equals + 1));
    const on = BOOLEANS.get(value);
    if (on === undefined) {
      const reason = `strconv.ParseBool: parsing ${quote(value)}: invalid syntax`;
      return { errors: [`invalid value of ${name}=${value}, err: ${reason}`] };
    }
    gates.set(name, on);
  }
  return { gates };
}

/**
 * Takes the component off the items of the flag: `kube:A=true,kube:B=true` as `A=true,B=true`. kube-apiserver does so
 * from 1.31 on (k8s.io/component-base/compatibility/registry.go), before it looks at names and values.
 */
export function withoutComponent(text: string): { readonly text: string } | { readonly errors: readonly string[] } {
  const items: string[] = [];
  const components = new Set<string>();
  for (const item of text.split(',')) {
    if (item === '') continue;
    const colon = item.indexOf(':');
    components.add(colon < 0 ? '' : trimSpace(item.slice(0, colon)));
    items.push(trimSpace(item.slice(colon + 1)));
  }
  if (components.has('') && components.has('kube')) {
    return {
      errors: ['set kube feature gates with default empty prefix or kube: prefix consistently, do not mix use'],
    };
  }
  const unknown = [...components].find((component) => component !== '' && component !== 'kube');
  if (unknown !== undefined) return { errors: [`component not registered: ${unknown}`] };
  return { text: items.join(',') };
}

/** Go's strings.TrimSpace: unlike `trim` it knows U+0085 and leaves U+FEFF alone. */
function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code === 0x85 || code === 0xa0 || code === 0x1680) return true;
  return (
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}
