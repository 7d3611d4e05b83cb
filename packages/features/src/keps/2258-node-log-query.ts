/** Source: https://kep.k8s.io/2258 and what each version made of it. */
import type { Kep } from './kep.js';

export const nodeLogQuery: Kep = {
  kep: 2258,
  title: 'Node log query: logs of node services over the kubelet',
  gates: ['NodeLogQuery'],
  fields: [],
  configuration: [
    'KubeletConfiguration enableSystemLogQuery (default false in every version)',
    'KubeletConfiguration enableSystemLogHandler (default true)',
    'KubeletConfiguration enableDebuggingHandlers (default true)',
  ],
  turnOn: [
    {
      minor: 27,
      settings: [
        'KubeletConfiguration enableSystemLogQuery: true, with enableSystemLogHandler and enableDebuggingHandlers left true',
      ],
    },
  ],
  prerequisites: [
    'enableSystemLogHandler and enableSystemLogQuery are both true',
    'the caller may get nodes/log at the kubelet, or nodes/proxy through the API server',
  ],
  behaviours: [
    { minor: 27, text: 'alpha, off' },
    { minor: 30, text: 'beta, off' },
    { minor: 34, text: 'a leading slash in a file name is refused, since the path would leave /var/log' },
    { minor: 36, text: 'GA, cannot be switched off; enableSystemLogQuery still has to be set' },
  ],
  notes: [
    'who may read /logs/ of a kubelet reads what every service and pod of the node writes to the journal',
    'enableSystemLogQuery with the gate off stops the kubelet: "NodeLogQuery feature gate is required for enableSystemLogQuery"',
  ],
  mustEnableOn: ['kubelet'],
};
