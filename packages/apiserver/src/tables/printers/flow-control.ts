/** Priority and fairness. Source: pkg/printers/internalversion/printers.go. */
import type { FlowSchema, PriorityLevelConfiguration } from '@bulkhead/apimachinery/types/flowcontrol-v1';
import { conditionOf } from '../cell-text.js';
import { type Cells, NONE, type Printers } from '../table-types.js';

const printFlowSchema = ({ spec, status }: FlowSchema): Cells => ({
  PriorityLevel: spec?.priorityLevelConfiguration?.name ?? '',
  MatchingPrecedence: spec?.matchingPrecedence ?? 0,
  DistinguisherMethod: spec?.distinguisherMethod?.type ?? NONE,
  MissingPL: conditionOf(status?.conditions, 'Dangling')?.status ?? '?',
});

function printPriorityLevel({ spec }: PriorityLevelConfiguration): Cells {
  const limited: { readonly nominalConcurrencyShares?: number; readonly assuredConcurrencyShares?: number } =
    spec?.limited ?? {};
  const queuing = spec?.limited?.limitResponse?.queuing;
  return {
    Type: spec?.type ?? '',
    // The first betas called them otherwise.
    NominalConcurrencyShares: limited.nominalConcurrencyShares ?? limited.assuredConcurrencyShares ?? NONE,
    Queues: queuing?.queues ?? NONE,
    HandSize: queuing?.handSize ?? NONE,
    QueueLengthLimit: queuing?.queueLengthLimit ?? NONE,
  };
}

export const FLOW_CONTROL: Printers = [
  ['flowcontrol.apiserver.k8s.io/flowschemas', printFlowSchema],
  ['flowcontrol.apiserver.k8s.io/prioritylevelconfigurations', printPriorityLevel],
];
