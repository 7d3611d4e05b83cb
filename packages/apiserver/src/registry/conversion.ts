/**
 * The same object in another version of its group. Versions of most kinds differ in nothing but their name.
 *
 * Source: the conversions under pkg/apis/<group>/<version>.
 */
import { DEVICE_KINDS } from './conversions/devices.js';
import { autoscalerFromV1, autoscalerToV1 } from './conversions/horizontal-pod-autoscaler.js';
import {
  levelFromOldName,
  levelToOldName,
  levelWithKeepZero,
  levelWithoutKeepZero,
} from './conversions/priority-level.js';
import type { KubeObject } from './kube-object.js';

type Convert = (object: KubeObject) => KubeObject;

const FLOW = 'flowcontrol.apiserver.k8s.io';
const LEVEL = 'PriorityLevelConfiguration';

/** By `from -> to`, with kinds: those that differ. */
const CONVERSIONS: ReadonlyMap<string, Convert> = new Map<string, Convert>([
  ['v1/Event -> events.k8s.io/v1', toEventsGroup],
  ['events.k8s.io/v1/Event -> v1', toCoreEvent],
  ['autoscaling/v1/HorizontalPodAutoscaler -> autoscaling/v2', autoscalerFromV1],
  ['autoscaling/v2/HorizontalPodAutoscaler -> autoscaling/v1', autoscalerToV1],
  [`${FLOW}/v1beta2/${LEVEL} -> ${FLOW}/v1beta3`, levelFromOldName],
  [`${FLOW}/v1beta3/${LEVEL} -> ${FLOW}/v1beta2`, levelToOldName],
  [`${FLOW}/v1beta3/${LEVEL} -> ${FLOW}/v1`, levelWithoutKeepZero],
  [`${FLOW}/v1/${LEVEL} -> ${FLOW}/v1beta3`, levelWithKeepZero],
  ...deviceConversions(),
]);

/** The last two versions have one form, the older ones another. */
function deviceConversions(): [string, Convert][] {
  const group = 'resource.k8s.io';
  const old = ['v1beta1', 'v1alpha3'];
  return [...DEVICE_KINDS].flatMap(([kind, { fromBeta, toBeta }]) =>
    ['v1', 'v1beta2'].flatMap((version) =>
      old.flatMap((beta): [string, Convert][] => [
        [`${group}/${beta}/${kind} -> ${group}/${version}`, fromBeta],
        [`${group}/${version}/${kind} -> ${group}/${beta}`, toBeta],
      ]),
    ),
  );
}

export function convert(object: KubeObject, apiVersion: string): KubeObject {
  if (object.apiVersion === apiVersion) return object;
  const special = CONVERSIONS.get(`${object.apiVersion}/${object.kind} -> ${apiVersion}`);
  return { ...(special === undefined ? object : special(object)), apiVersion };
}

/** New names and old ones, of the members that were renamed. */
const EVENT_FIELDS = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
] as const;

const NEW_NAMES: ReadonlyMap<string, string> = new Map(EVENT_FIELDS.map(([name, old]) => [old, name]));
const OLD_NAMES: ReadonlyMap<string, string> = new Map(EVENT_FIELDS);

function toEventsGroup(object: KubeObject): KubeObject {
  return renamed(object, NEW_NAMES);
}

function toCoreEvent(object: KubeObject): KubeObject {
  return renamed(object, OLD_NAMES);
}

function renamed(object: KubeObject, names: ReadonlyMap<string, string>): KubeObject {
  const entries = Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value] as const);
  // Kind, apiVersion and metadata keep their names.
  return Object.fromEntries(entries) as unknown as KubeObject;
}
