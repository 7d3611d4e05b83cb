/** kube-proxy, by its file or its flags. */
import type { FlagSet } from '../command-line/flag-set.js';
import { flagText } from '../flagged-component.js';
import { isLoopback } from '../network-address.js';
import { itemsOf, type PlainMap, textOf } from '../plain-value.js';
import { type Verdicts, verdict } from '../verdict.js';

export interface KubeProxy {
  /** A KubeProxyConfiguration; undefined for a proxy that is set up by flags. */
  readonly configuration: PlainMap | undefined;
  readonly flags: FlagSet | undefined;
  /** The field path of a field of the file. */
  readonly pathOf: (field: string) => string;
}

interface Setting {
  readonly text: string;
  readonly value: string;
  readonly path: string;
}

/** The setting in effect; undefined where a file that is not here decides. */
function setting(proxy: KubeProxy, field: string, flag: string, usual: string): Setting | undefined {
  if (proxy.configuration !== undefined) {
    const value = textOf(proxy.configuration[field]);
    return {
      text: value === '' ? `${field} is not set` : `${field} is ${value}`,
      value: value || usual,
      path: proxy.pathOf(field),
    };
  }
  const { flags } = proxy;
  if (flags === undefined || flags.has('config')) return undefined;
  return { text: flagText(flags, flag), value: flags.text(flag) ?? usual, path: flags.paths(flag)[0] ?? '' };
}

export function proxyMetrics(proxy: KubeProxy): Verdicts {
  const found = setting(proxy, 'metricsBindAddress', 'metrics-bind-address', '127.0.0.1:10249');
  if (found === undefined || isLoopback(found.value)) return undefined;
  const text = `${found.text}: metrics, and profiles and the configuration with them, are open to the network`;
  return verdict(`${text}; use 127.0.0.1:10249`, [found.path]);
}

export function proxyHealth(proxy: KubeProxy): Verdicts {
  const found = setting(proxy, 'healthzBindAddress', 'healthz-bind-address', '0.0.0.0:10256');
  if (found === undefined || isLoopback(found.value)) return undefined;
  return verdict(`${found.text}: load balancers and everybody else read the health of the proxy`, [found.path]);
}

export function nodePortAddresses(proxy: KubeProxy): Verdicts {
  if (proxy.configuration !== undefined) {
    if (itemsOf(proxy.configuration['nodePortAddresses']).length > 0) return undefined;
    const text = 'nodePortAddresses is not set: node ports are open on every address of the node';
    return verdict(`${text}; name the networks, or primary`, [proxy.pathOf('nodePortAddresses')]);
  }
  const { flags } = proxy;
  if (flags === undefined || flags.has('config') || flags.list('nodeport-addresses').length > 0) return undefined;
  const text = '--nodeport-addresses is not set: node ports are open on every address of the node';
  return verdict(text, [flags.missing]);
}
