/**
 * Addresses of services. Addresses that are asked for by name come from the lower part of the range, others from the
 * upper part while there are some, so that the two seldom meet.
 *
 * Source: KEP-3070; pkg/registry/core/service/ipallocator.
 */
import { randomInt } from 'node:crypto';
import { type CIDR, cidrContains, cidrRange, formatCIDR, formatIP, parseIP } from '@bulkhead/apimachinery/ip';

const MIN_OFFSET = 16;
const MAX_OFFSET = 256;
const RANDOM_TRIES = 64;

export class ClusterIPPool {
  readonly #cidr: CIDR;
  readonly #first: bigint;
  readonly #size: number;
  readonly #offset: number;

  constructor(cidr: CIDR) {
    this.#cidr = cidr;
    const { first, last } = cidrRange(cidr);
    this.#first = first + 1n;
    // Without the network's own address and the broadcast address; ranges of millions are not walked to their end.
    this.#size = Number((last - first - 1n > 2n ** 31n ? 2n ** 31n : last - first) - 1n);
    this.#offset = Math.min(Math.max(MIN_OFFSET, Math.floor(this.#size / 16)), MAX_OFFSET, this.#size);
  }

  get text(): string {
    return formatCIDR(this.#cidr);
  }

  /** Of the service `kubernetes`. */
  get firstAddress(): string {
    return formatIP({ value: this.#first });
  }

  /** Why the address cannot be had; undefined when it can. */
  problem(address: string, isUsed: (address: string) => boolean): string | undefined {
    const parsed = parseIP(address);
    if (parsed === undefined || !cidrContains(this.#cidr, parsed)) {
      return `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${this.text}`;
    }
    return isUsed(address) ? 'provided IP is already allocated' : undefined;
  }

  /** A free address; undefined when the range is full. */
  take(isUsed: (address: string) => boolean): string | undefined {
    return (
      this.#takeFrom(this.#offset, this.#size, isUsed) ?? this.#takeFrom(0, Math.min(this.#offset, this.#size), isUsed)
    );
  }

  #takeFrom(from: number, to: number, isUsed: (address: string) => boolean): string | undefined {
    if (to <= from) return undefined;
    for (let tries = 0; tries < RANDOM_TRIES; tries++) {
      const address = this.#address(randomInt(from, to));
      if (!isUsed(address)) return address;
    }
    for (let index = from; index < to; index++) {
      const address = this.#address(index);
      if (!isUsed(address)) return address;
    }
    return undefined;
  }

  #address(index: number): string {
    return formatIP({ value: this.#first + BigInt(index) });
  }
}
