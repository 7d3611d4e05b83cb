/** `HOST:PORT` of --listen; an IPv6 address stands in brackets. */
import { UsageError } from '../../context.js';

export function parseListen(text: string): { readonly host: string; readonly port: number } {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw new UsageError(`--listen ${text}: give an address and a port, such as 127.0.0.1:6443 or [::1]:6443`);
  }
  return { host: match[1] ?? match[2] ?? '', port };
}
