import type { CheckResult } from '@bulkhead/engine/pod-security';
import { BASELINE_CAPABILITIES } from '@bulkhead/engine/pod-security';
import { type CapabilityRisk, linuxCapability } from '@bulkhead/engine/security-context';
import type { Severity } from '../../finding.js';
import type { Workload } from '../../workload.js';
import { namesIn } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

const SEVERITY: Readonly<Record<CapabilityRisk, Severity>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
};
const ORDER: readonly CapabilityRisk[] = ['critical', 'high', 'medium', 'low'];

/** The worst added capability beyond baseline and what it is good for. */
function worst(workload: Workload): { risk: CapabilityRisk; gain: string } {
  let found: { risk: CapabilityRisk; gain: string } = { risk: 'medium', gain: '' };
  let rank = ORDER.length;
  const { containers = [], initContainers = [], ephemeralContainers = [] } = workload.pod.spec ?? {};
  for (const container of [...initContainers, ...containers, ...ephemeralContainers]) {
    for (const name of container.securityContext?.capabilities?.add ?? []) {
      const known = name.toUpperCase() === 'ALL' ? ALL : linuxCapability(name);
      if (known === undefined || ORDER.indexOf(known.risk) >= rank) continue;
      rank = ORDER.indexOf(known.risk);
      found = { risk: known.risk, gain: `${name}: ${known.note}` };
    }
  }
  return found;
}

const ALL = { risk: 'critical', note: 'every capability, as good as privileged' } as const;

export const capabilities = podSecurityRule({
  id: 'pod-security/capabilities',
  checkId: 'capabilities_baseline',
  title: 'Capabilities beyond the default set',
  severity: 'medium',
  gains: 'node',
  severityOf: (workload: Workload, _result: CheckResult) => SEVERITY[worst(workload).risk],
  gain: (workload: Workload) => worst(workload).gain,
  standards: ['PSS:baseline', 'CIS:5.2.9', 'NSA:capabilities', 'MITRE:T1611'],
  description: 'The container adds Linux capabilities that are not among those which baseline allows.',
  risk: 'Capabilities such as SYS_ADMIN, SYS_PTRACE (with hostPID), SYS_MODULE or DAC_READ_SEARCH are ways out of the container; NET_ADMIN rewires its network.',
  remediation:
    'Remove the capability; where a program really needs it, give it only to that container and run it in a user namespace.',
  fix: 'remove the capabilities from securityContext.capabilities.add',
  repair: {
    risk: 'what the program does with the capabilities fails',
    edit: (patch, fields) => {
      for (const field of fields) {
        const kept = namesIn(patch.read(field)).filter((name) => BASELINE_CAPABILITIES.has(name));
        if (kept.length > 0) patch.set(field, kept);
        else patch.prune(field);
      }
    },
  },
});
