/**
 * Lists of addresses and blocks in forms that later releases refuse. Since 1.33; Services have such warnings longer.
 * Source: k8s.io/apimachinery/pkg/util/validation/ip.go.
 */
import { cidrWarnings, ipWarnings } from '../ip/index.js';
import type { Path } from '../validation/field-path.js';
import { text, texts } from '../validation/zero-value.js';
import type { WarningList } from './warning-list.js';

/** The plain form of IPv4 addresses, and of the commonest blocks; nothing is ever said about those. */
const PLAIN_IP = /^(?:[1-9][0-9]{0,2}|0)(?:\.(?:[1-9][0-9]{0,2}|0)){3}$/;

export function warnOfIP(address: string | undefined, path: () => Path, warnings: WarningList): void {
  const written = text(address);
  if (written === '' || PLAIN_IP.test(written)) return;
  warnings.addAll(ipWarnings(path().toString(), written, warnings.minor));
}

export function warnOfIPs(addresses: readonly string[] | undefined, path: () => Path, warnings: WarningList): void {
  const written = texts(addresses);
  for (let index = 0; index < written.length; index += 1) {
    warnOfIP(written[index], () => path().index(index), warnings);
  }
}

export function warnOfCIDR(cidr: string | undefined, path: () => Path, warnings: WarningList): void {
  const written = text(cidr);
  if (written !== '') warnings.addAll(cidrWarnings(path().toString(), written, warnings.minor));
}

export function warnOfCIDRs(cidrs: readonly string[] | undefined, path: () => Path, warnings: WarningList): void {
  const written = texts(cidrs);
  for (let index = 0; index < written.length; index += 1) {
    warnOfCIDR(written[index], () => path().index(index), warnings);
  }
}
