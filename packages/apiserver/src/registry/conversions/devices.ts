/**
 * Claims and slices of devices in `resource.k8s.io/v1beta1`: requests that name one class stand there without a part of
 * their own, and what a device has stands in one.
 *
 * Source: pkg/apis/resource/v1beta1/conversion.go.
 */
import type { KubeObject } from '../kube-object.js';

type Part = Readonly<Record<string, unknown>>;
type Change = (part: Part) => Part;

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members at the path, lists member by member, each changed. */
function changedAt(value: unknown, [name, ...rest]: readonly string[], change: Change): unknown {
  if (Array.isArray(value))
    return value.map((item) => changedAt(item, name === undefined ? [] : [name, ...rest], change));
  if (!isPart(value)) return value;
  if (name === undefined) return change(value);
  return name in value ? { ...value, [name]: changedAt(value[name], rest, change) } : value;
}

const NOT_IN_REQUEST: ReadonlySet<string> = new Set(['name', 'firstAvailable', 'exactly']);

function requestFromBeta(request: Part): Part {
  const own = Object.entries(request).filter(([name]) => !NOT_IN_REQUEST.has(name));
  if (own.length === 0) return request;
  const others = Object.entries(request).filter(([name]) => NOT_IN_REQUEST.has(name));
  return { ...Object.fromEntries(others), exactly: Object.fromEntries(own) };
}

function requestToBeta({ exactly, ...request }: Part): Part {
  return isPart(exactly) ? { ...request, ...exactly } : request;
}

function deviceFromBeta({ basic, ...device }: Part): Part {
  return isPart(basic) ? { ...device, ...basic } : device;
}

function deviceToBeta({ name, ...basic }: Part): Part {
  return { name, basic };
}

const CLAIM = ['spec', 'devices', 'requests'];
const TEMPLATE = ['spec', 'spec', 'devices', 'requests'];
const SLICE = ['spec', 'devices'];

const at =
  (path: readonly string[], change: Change) =>
  (object: KubeObject): KubeObject =>
    // Kind, apiVersion and metadata are not on the path.
    changedAt(object, path, change) as KubeObject;

/** By kind: from the beta form, and to it. */
export const DEVICE_KINDS: ReadonlyMap<
  string,
  { readonly fromBeta: (object: KubeObject) => KubeObject; readonly toBeta: (object: KubeObject) => KubeObject }
> = new Map([
  ['ResourceClaim', { fromBeta: at(CLAIM, requestFromBeta), toBeta: at(CLAIM, requestToBeta) }],
  ['ResourceClaimTemplate', { fromBeta: at(TEMPLATE, requestFromBeta), toBeta: at(TEMPLATE, requestToBeta) }],
  ['ResourceSlice', { fromBeta: at(SLICE, deviceFromBeta), toBeta: at(SLICE, deviceToBeta) }],
]);
