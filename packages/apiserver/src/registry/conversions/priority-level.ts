/**
 * Priority levels in old versions: v1beta2 has another name for shares, and in v1beta3 zero shares are the default
 * unless an annotation says that zero is meant.
 *
 * Source: pkg/apis/flowcontrol/{v1beta2,v1beta3}/conversion.go.
 */
import type {
  LimitedPriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
} from '@bulkhead/apimachinery/types/flowcontrol-v1';
import type { KubeObject } from '../kube-object.js';

const KEEP_ZERO = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares';
const OLD_NAME = 'assuredConcurrencyShares';
const NAME = 'nominalConcurrencyShares';

/** From v1beta2 to the versions after it. */
export const levelFromOldName = (object: KubeObject): KubeObject => renamed(object, OLD_NAME, NAME);

export const levelToOldName = (object: KubeObject): KubeObject => renamed(object, NAME, OLD_NAME);

/** From v1beta3 to v1, which tells zero from absent. */
export function levelWithoutKeepZero(object: KubeObject): KubeObject {
  const { annotations } = object.metadata;
  if (annotations === undefined || annotations === null || !Object.hasOwn(annotations, KEEP_ZERO)) return object;
  const { [KEEP_ZERO]: _, ...others } = annotations;
  return { ...object, metadata: { ...object.metadata, annotations: others } };
}

export function levelWithKeepZero(object: KubeObject): KubeObject {
  if (limitedOf(object)?.nominalConcurrencyShares !== 0) return object;
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, [KEEP_ZERO]: '' } } };
}

const specOf = (object: KubeObject): PriorityLevelConfigurationSpec | undefined =>
  (object['spec'] as PriorityLevelConfigurationSpec | null | undefined) ?? undefined;

const limitedOf = (object: KubeObject): LimitedPriorityLevelConfiguration | undefined =>
  specOf(object)?.limited ?? undefined;

function renamed(object: KubeObject, from: string, to: string): KubeObject {
  const limited = limitedOf(object);
  if (limited === undefined) return object;
  const entries = Object.entries(limited).map(([name, value]) => [name === from ? to : name, value] as const);
  return { ...object, spec: { ...specOf(object), limited: Object.fromEntries(entries) } };
}
