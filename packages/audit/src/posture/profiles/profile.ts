/**
 * Profiles: a published list of controls, and the rules that look at them. A rule belongs to a control by its
 * `standards`.
 */
import type { Rule } from '../../rule.js';
import { CIS_CONTROLS } from './cis.js';
import { NSA_CONTROLS } from './nsa.js';

export const PROFILES = ['restricted', 'baseline', 'nsa', 'cis'] as const;

export type ProfileName = (typeof PROFILES)[number];

/** One demand of a published list. */
export interface Control {
  /** As in a rule's `standards`, without the prefix: `5.2.2`, `non-root`. */
  readonly id: string;
  /** What is demanded, in a few words of ours. */
  readonly title: string;
  /** Why no manifest or configuration file can show it, where that is so. */
  readonly outside?: string;
}

export interface Profile {
  readonly name: ProfileName;
  /** The list by its own name. */
  readonly title: string;
  /** What the `standards` of the profile's rules begin with. */
  readonly standards: readonly string[];
  /** Empty for the Pod Security levels, whose controls are the rules themselves. */
  readonly controls: readonly Control[];
}

const DEFINITIONS: Readonly<Record<ProfileName, Profile>> = {
  restricted: {
    name: 'restricted',
    title: 'Pod Security Standards, level restricted',
    standards: ['PSS:baseline', 'PSS:restricted'],
    controls: [],
  },
  baseline: {
    name: 'baseline',
    title: 'Pod Security Standards, level baseline',
    standards: ['PSS:baseline'],
    controls: [],
  },
  nsa: {
    name: 'nsa',
    title: 'NSA and CISA Kubernetes Hardening Guide 1.2',
    standards: ['NSA:'],
    controls: NSA_CONTROLS,
  },
  cis: { name: 'cis', title: 'CIS Kubernetes Benchmark 1.10', standards: ['CIS:'], controls: CIS_CONTROLS },
};

export const profileNamed = (name: ProfileName): Profile => DEFINITIONS[name];

/** What every profile asks: an object that cannot be read passes nothing. */
const ALWAYS: ReadonlySet<string> = new Set(['schema/unreadable-object']);

/** Whether the profile asks the rule. */
export const asks = ({ standards, name }: Profile, rule: Rule): boolean =>
  ALWAYS.has(rule.id) ||
  rule.standards.some((standard) =>
    standards.some((wanted) => (name === 'nsa' || name === 'cis' ? standard.startsWith(wanted) : standard === wanted)),
  );
