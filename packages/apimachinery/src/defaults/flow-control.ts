/**
 * Defaults of flow schemas and priority levels.
 * Source: pkg/apis/flowcontrol/{v1,v1beta3,v1beta2}/defaults.go.
 */
import type {
  ExemptPriorityLevelConfiguration,
  FlowSchema,
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfiguration,
  QueuingConfiguration,
} from '../generated/types/flowcontrol-v1.js';
import type * as v1beta2 from '../generated/types/flowcontrol-v1beta2.js';
import type { ValidationOptions } from '../validation/validation-options.js';
import { textEntry } from '../validation/zero-value.js';
import type { Minor } from '../version.js';
import { mapField, mapStruct, numberDefault, pointerDefault, withChanges } from './changes.js';

/** Says in v1beta3, where zero shares mean the default, that zero is meant. */
export const KEEP_ZERO_SHARES = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares';
/** The first minor that knows the annotation. */
export const KEEP_ZERO_SHARES_SINCE: Minor = 29;

const PRECEDENCE = 1000;
const SHARES = 30;
const QUEUES = 64;
const HAND_SIZE = 8;
const QUEUE_LENGTH = 50;

export function defaultFlowSchema(object: FlowSchema): FlowSchema {
  return withChanges(object, {
    spec: mapStruct(object.spec, (spec) =>
      withChanges(spec, { matchingPrecedence: numberDefault(spec.matchingPrecedence, PRECEDENCE) }),
    ),
  });
}

/** Of v1: shares that are absent have the default, zero stays. */
export function defaultPriorityLevel(object: PriorityLevelConfiguration): PriorityLevelConfiguration {
  return withLimits(object, (limited) => pointerDefault(limited.nominalConcurrencyShares, SHARES));
}

export function defaultPriorityLevelV1Beta3(
  object: PriorityLevelConfiguration,
  { minor }: ValidationOptions,
): PriorityLevelConfiguration {
  const isZeroMeant =
    minor >= KEEP_ZERO_SHARES_SINCE && textEntry(object.metadata?.annotations, KEEP_ZERO_SHARES) !== undefined;
  return withLimits(object, (limited) => {
    const shares = numberDefault(limited.nominalConcurrencyShares, SHARES);
    return isZeroMeant ? undefined : shares;
  });
}

/** Of v1beta2 and v1beta1, where shares have another name. */
export function defaultPriorityLevelV1Beta2(
  object: v1beta2.PriorityLevelConfiguration,
): v1beta2.PriorityLevelConfiguration {
  const named = withChanges(object, {
    spec: mapField(object.spec, (spec) =>
      withChanges(spec, {
        limited: mapField(spec.limited, (limited) =>
          withChanges(limited, {
            assuredConcurrencyShares: numberDefault(limited.assuredConcurrencyShares, SHARES),
          }),
        ),
      }),
    ),
  });
  return withLimits(named, () => undefined);
}

/** What is the same in all versions, and the shares that are asked for. */
function withLimits(
  object: PriorityLevelConfiguration,
  shares: (limited: LimitedPriorityLevelConfiguration) => number | undefined,
): PriorityLevelConfiguration {
  return withChanges(object, {
    spec: mapField(object.spec, (spec) =>
      withChanges(spec, {
        limited: mapField(spec.limited, (limited) =>
          withChanges(limited, {
            nominalConcurrencyShares: shares(limited),
            lendablePercent: pointerDefault(limited.lendablePercent, 0),
            limitResponse: mapField(limited.limitResponse, defaultResponse),
          }),
        ),
        exempt: mapField(spec.exempt, defaultExempt),
      }),
    ),
  });
}

const defaultResponse = (response: LimitResponse): LimitResponse =>
  withChanges(response, { queuing: mapField(response.queuing, defaultQueuing) });

const defaultQueuing = (queuing: QueuingConfiguration): QueuingConfiguration =>
  withChanges(queuing, {
    queues: numberDefault(queuing.queues, QUEUES),
    handSize: numberDefault(queuing.handSize, HAND_SIZE),
    queueLengthLimit: numberDefault(queuing.queueLengthLimit, QUEUE_LENGTH),
  });

const defaultExempt = (exempt: ExemptPriorityLevelConfiguration): ExemptPriorityLevelConfiguration =>
  withChanges(exempt, {
    nominalConcurrencyShares: pointerDefault(exempt.nominalConcurrencyShares, 0),
    lendablePercent: pointerDefault(exempt.lendablePercent, 0),
  });
