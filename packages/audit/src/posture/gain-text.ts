/** What an attacker gains, in words and in numbers, the most first. */
import { type Finding, GAINS, type Gain } from '../finding.js';

/** What an attacker has; completes "an attacker gains". */
export const GAIN_TEXT: Readonly<Record<Gain, string>> = {
  cluster: 'the whole cluster',
  node: 'a node',
  credentials: 'credentials',
  workload: 'a workload',
  network: 'a way through the network',
  availability: 'an outage',
  nothing: 'nothing at once',
};

/** How many findings that count give each gain. */
export function countGains(findings: readonly Finding[]): Record<Gain, number> {
  const counts = Object.fromEntries(GAINS.map((gain) => [gain, 0])) as Record<Gain, number>;
  for (const finding of findings) if (finding.ignored === null) counts[finding.gains]++;
  return counts;
}

/** `the whole cluster (2), a node (3)`; empty when nobody gains anything. */
export const gainsText = (counts: Readonly<Record<Gain, number>>): string =>
  GAINS.filter((gain) => gain !== 'nothing' && counts[gain] > 0)
    .map((gain) => `${GAIN_TEXT[gain]} (${counts[gain]})`)
    .join(', ');
