/**
 * What the status of a namespace says about its deletion.
 *
 * Source: pkg/controller/namespace/deletion/status_condition_utils.go.
 */
import type { NamespaceCondition } from '@bulkhead/apimachinery/types/core-v1';

/** What was found in the namespace after its content was told to go. */
export interface RemainingContent {
  /** Objects that are there, by `resource.group`. */
  readonly counts: ReadonlyMap<string, number>;
  /** Objects that a finalizer holds up, by finalizer. */
  readonly finalizers: ReadonlyMap<string, number>;
  /** Why content could not be deleted. */
  readonly failures: readonly string[];
}

interface Outcome {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

export function deletionConditions(
  present: readonly NamespaceCondition[],
  content: RemainingContent,
  now: string,
): readonly NamespaceCondition[] {
  const outcomes = outcomesOf(content);
  const types = new Set(outcomes.map(({ type }) => type));
  const others = present.filter(({ type = '' }) => !types.has(type));
  const own = outcomes.map((outcome): NamespaceCondition => {
    const before = present.find(({ type }) => type === outcome.type);
    const isSame = before?.status === outcome.status && before.lastTransitionTime !== undefined;
    const { type, status, reason, message } = outcome;
    return { type, status, lastTransitionTime: isSame ? before.lastTransitionTime : now, reason, message };
  });
  return [...others, ...own];
}

function outcomesOf({ counts, finalizers, failures }: RemainingContent): readonly Outcome[] {
  const fine = (type: string, reason: string, message: string): Outcome => ({ type, status: 'False', reason, message });
  const bad = (type: string, reason: string, message: string): Outcome => ({ type, status: 'True', reason, message });
  return [
    fine('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    fine(
      'NamespaceDeletionGroupVersionParsingFailure',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    failures.length === 0
      ? fine(
          'NamespaceDeletionContentFailure',
          'ContentDeleted',
          'All content successfully deleted, may be waiting on finalization',
        )
      : bad(
          'NamespaceDeletionContentFailure',
          'ContentDeletionFailed',
          `Failed to delete all resource types, ${failures.length} remaining: ${failures.join(', ')}`,
        ),
    counts.size === 0
      ? fine('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed')
      : bad('NamespaceContentRemaining', 'SomeResourcesRemain', remainingResources(counts)),
    finalizers.size === 0
      ? fine('NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished')
      : bad('NamespaceFinalizersRemaining', 'SomeFinalizersRemain', remainingFinalizers(finalizers)),
  ];
}

const remainingResources = (counts: ReadonlyMap<string, number>): string =>
  `Some resources are remaining: ${inOrder(counts, (name, count) => `${name} has ${count} resource instances`)}`;

const remainingFinalizers = (counts: ReadonlyMap<string, number>): string =>
  `Some content in the namespace has finalizers remaining: ${inOrder(
    counts,
    (name, count) => `${name} in ${count} resource instances`,
  )}`;

const inOrder = (counts: ReadonlyMap<string, number>, text: (name: string, count: number) => string): string =>
  [...counts]
    .map(([name, count]) => text(name, count))
    .sort()
    .join(', ');
