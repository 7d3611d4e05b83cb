/**
 * What operators read of the priority levels, one line each.
 *
 * Source: k8s.io/apiserver/pkg/util/flowcontrol/dump.go.
 */
import type { FlowController } from './flow-controller.js';

export const DUMP_PATH = '/debug/api_priority_and_fairness/dump_priority_levels';

const COLUMNS = [
  ...['PriorityLevelName', 'ActiveQueues', 'IsIdle', 'IsQuiescing', 'WaitingRequests', 'ExecutingRequests'],
  ...['DispatchedRequests', 'RejectedRequests', 'TimedoutRequests', 'CancelledRequests'],
];

export function dumpPriorityLevels(controller: FlowController): string {
  const rows = [...controller.levels()].map(([name, { activeQueues, waiting, executing, counts }]) => {
    const rejected = counts['queue-full'] + counts['concurrency-limit'];
    const numbers = [waiting, executing, counts.dispatched, rejected, counts['time-out'], counts.cancelled];
    return [name, activeQueues, waiting + executing === 0, false, ...numbers].join(',');
  });
  return `${[COLUMNS.join(','), ...rows.sort()].join('\n')}\n`;
}
