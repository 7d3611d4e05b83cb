/** The node for a pod, or what is said when there is none. */
import type { Node, Pod } from '@bulkhead/apimachinery/types/core-v1';
import { misfit } from './node-fit.js';

export type Choice =
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'none'; readonly message: string };

/** Of those that fit the one with the fewest pods. */
export function chooseNode(pod: Pod, nodes: readonly Node[], podsOn: (node: string) => number): Choice {
  if (nodes.length === 0) return { kind: 'none', message: 'no nodes available to schedule pods' };
  const reasons = new Map<string, number>();
  let best: { readonly name: string; readonly pods: number } | undefined;
  for (const node of nodes) {
    const name = node.metadata?.name ?? '';
    const pods = podsOn(name);
    const reason = misfit(pod, node, pods);
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    else if (best === undefined || pods < best.pods) best = { name, pods };
  }
  if (best !== undefined) return { kind: 'node', name: best.name };
  return { kind: 'none', message: unschedulableMessage(nodes.length, reasons) };
}

function unschedulableMessage(nodes: number, reasons: ReadonlyMap<string, number>): string {
  const texts = [...reasons].map(([reason, count]) => `${count} ${reason}`).sort();
  const none = `0/${nodes} nodes are available`;
  return `${none}: ${texts.join(', ')}. preemption: ${none}: ${nodes} Preemption is not helpful for scheduling.`;
}
