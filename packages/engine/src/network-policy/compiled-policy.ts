/**
 * Policies of every kind in one form: a tier, a subject, and for each direction that it governs the rules in order.
 * A NetworkPolicy's rules all allow; in the tiers of administrators the first rule that matches decides.
 */

import type { CompiledSelector } from '@bulkhead/apimachinery/selectors';
import type { AddressRange } from './address.js';
import type { PlainObject } from './plain-object.js';
import type { Protocol } from './protocol.js';

export type Tier = 'Admin' | 'NetworkPolicy' | 'Baseline';
export type Direction = 'ingress' | 'egress';
export type Action = 'Allow' | 'Deny' | 'Pass';

export const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];

/** Pods of namespaces: those of one namespace by name, or of all that the selector matches. */
export interface PodSet {
  readonly kind: 'pods';
  readonly namespace: string | undefined;
  readonly namespaces: CompiledSelector;
  readonly pods: CompiledSelector;
  /** Equal for sets that are written alike. */
  readonly key: string;
}

export interface AddressSet {
  readonly kind: 'addresses';
  readonly ranges: readonly AddressRange[];
  readonly cidrs: readonly string[];
  /** Whether pods with such an address are meant too, whatever the cluster's network plugin does of ipBlock. */
  readonly alwaysMatchesPods: boolean;
  readonly key: string;
}

/** Machines of the cluster, by their labels. */
export interface NodeSet {
  readonly kind: 'nodes';
  readonly selector: CompiledSelector;
  readonly key: string;
}

/** A peer that nobody can resolve here: a domain name, or a kind of peer from the future. */
export interface UnknownSet {
  readonly kind: 'unknown';
  readonly matches: 'everything' | 'nothing';
  readonly key: string;
}

export type PeerSet = PodSet | AddressSet | NodeSet | UnknownSet;

export type PortMatch =
  | { readonly kind: 'range'; readonly protocol: Protocol; readonly from: number; readonly to: number }
  /** Any protocol where none is written. */
  | { readonly kind: 'named'; readonly name: string; readonly protocol: Protocol | undefined };

export interface CompiledRule {
  readonly action: Action;
  /** undefined is everybody. */
  readonly peers: readonly PeerSet[] | undefined;
  /** undefined is every port of every protocol. */
  readonly ports: readonly PortMatch[] | undefined;
  /** `spec.ingress[0]` */
  readonly path: string;
}

export interface CompiledPolicy {
  readonly kind: string;
  /** Empty for policies of the cluster. */
  readonly namespace: string;
  readonly name: string;
  /** How answers call it: `a/p`, `AdminNetworkPolicy/p`. */
  readonly title: string;
  readonly tier: Tier;
  readonly priority: number;
  readonly subject: PodSet;
  /** undefined where the policy does not govern that direction. */
  readonly ingress: readonly CompiledRule[] | undefined;
  readonly egress: readonly CompiledRule[] | undefined;
  readonly object: PlainObject;
}

export interface ObjectReference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A policy that the API server would refuse: it is as if it were not there. */
export interface Problem {
  readonly object: ObjectReference;
  readonly fieldPath: string;
  readonly message: string;
}
