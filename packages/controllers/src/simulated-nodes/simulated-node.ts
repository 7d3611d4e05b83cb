/** A node without a machine: ready, with room, and marked for what it is. */

import { formatMinor, type Minor } from '@bulkhead/apimachinery';
import type { Node, NodeCondition } from '@bulkhead/apimachinery/types/core-v1';

/** On nodes a label, on their pods an annotation. */
export const SIMULATED = 'bulkhead.dev/simulated';

export const isSimulated = ({ metadata }: Node): boolean => metadata?.labels?.[SIMULATED] === 'true';

export const simulatedNodeName = (index: number): string => `simulated-${index}`;

const BLOCK = 256;
/** Pods of one node are in one /24 of 10.244.0.0/14. */
const FIRST_BLOCK = 244;
/** As many as have a network of their own. */
export const MOST_NODES = 4 * BLOCK;

export const podNetwork = (index: number): string => `10.${FIRST_BLOCK + Math.floor(index / BLOCK)}.${index % BLOCK}`;

/** Out of the way of real networks: the range for tests of devices. */
export const nodeAddress = (index: number): string => `198.18.${Math.floor(index / BLOCK)}.${index % BLOCK}`;

const RESOURCES = { cpu: '32', memory: '256Gi', 'ephemeral-storage': '1Ti', pods: '110' };

export function simulatedNode(index: number, minor: Minor, now: string): Node {
  const name = simulatedNodeName(index);
  const podCIDR = `${podNetwork(index)}.0/24`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        [SIMULATED]: 'true',
      },
    },
    spec: { podCIDR, podCIDRs: [podCIDR] },
    status: {
      capacity: RESOURCES,
      allocatable: RESOURCES,
      conditions: conditions(now),
      addresses: [
        { type: 'InternalIP', address: nodeAddress(index) },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      nodeInfo: {
        machineID: '',
        systemUUID: '',
        bootID: '',
        kernelVersion: 'simulated',
        osImage: 'simulated',
        containerRuntimeVersion: 'simulated://0',
        kubeletVersion: `v${formatMinor(minor)}.0`,
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}

function conditions(now: string): readonly NodeCondition[] {
  const times = { lastHeartbeatTime: now, lastTransitionTime: now };
  return [
    {
      type: 'MemoryPressure',
      reason: 'KubeletHasSufficientMemory',
      message: 'kubelet has sufficient memory available',
    },
    { type: 'DiskPressure', reason: 'KubeletHasNoDiskPressure', message: 'kubelet has no disk pressure' },
    { type: 'PIDPressure', reason: 'KubeletHasSufficientPID', message: 'kubelet has sufficient PID available' },
  ]
    .map(({ type, reason, message }): NodeCondition => ({ type, status: 'False', ...times, reason, message }))
    .concat({ type: 'Ready', status: 'True', ...times, reason: 'KubeletReady', message: 'the node is simulated' });
}
