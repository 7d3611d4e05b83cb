/**
 * Endpoints that lead to a node or to what runs there: `pods/log`, `exec`, `attach`, `portforward`, and the proxies of
 * pods, services and nodes. Here is what the API server answers by itself; where a node would be asked, the answer says
 * that nobody listens there.
 *
 * Source: pkg/registry/core/pod/{strategy.go,rest}, pkg/registry/core/{node,service}, endpoints/handlers/rest.go.
 */
import { type FieldError, invalid } from '@bulkhead/apimachinery';
import { parseIP } from '@bulkhead/apimachinery/ip';
import type { Pod, PodSpec, Service } from '@bulkhead/apimachinery/types/core-v1';
import type { EndpointSlice } from '@bulkhead/apimachinery/types/discovery-v1';
import type { AdmissionChain } from '../../admission/plugin.js';
import type { ApiResponse } from '../../http/request.js';
import { StatusError } from '../../http/status-error.js';
import { badRequest, invalidObject, methodNotAllowed, notFound, plainError } from '../../registry/failures.js';
import type { KubeObject } from '../../registry/kube-object.js';
import { queryInteger, queryText } from '../query.js';
import type { SubresourceHandler, SubresourceTools } from '../subresource.js';
import type { ResourceTarget } from '../target.js';
import { streamedContainer } from './pod-container.js';

const PODS = { group: '', resource: 'pods' };

/** By subresource of pods: a method, its options and what it does. */
export function connectHandlers(admission: AdmissionChain): readonly (readonly [string, SubresourceHandler])[] {
  const connect = (kind: string, run: Run): SubresourceHandler => connected(admission, kind, run);
  return [
    ['/pods/log', podLog],
    ['/pods/exec', connect('PodExecOptions', (target, tools) => podStream(target, tools, true))],
    ['/pods/attach', connect('PodAttachOptions', (target, tools) => podStream(target, tools, true))],
    ['/pods/portforward', connect('PodPortForwardOptions', (target, tools) => podStream(target, tools, false))],
    ['/pods/proxy', connect('PodProxyOptions', podProxy)],
    ['/services/proxy', connect('ServiceProxyOptions', serviceProxy)],
    ['/nodes/proxy', connect('NodeProxyOptions', nodeProxy)],
  ];
}

type Run = (target: ResourceTarget, tools: SubresourceTools) => Promise<ApiResponse>;

function connected(admission: AdmissionChain, kind: string, run: Run): SubresourceHandler {
  return async (target, tools) => {
    const { context, namespace, name, resource, subresource } = target;
    const { method } = context.request;
    const methods = subresource === 'proxy' ? PROXY_METHODS : STREAM_METHODS;
    if (!methods.has(method)) throw methodNotAllowed();
    if (context.query.has('dryRun')) throw badRequest('dryRun is not supported');
    const attributes = {
      operation: 'CONNECT',
      user: context.user,
      kind: { group: '', version: 'v1', kind },
      resource: { group: resource.group, version: 'v1', resource: resource.resource },
      subresource,
      namespace,
      name,
      object: { apiVersion: 'v1', kind, metadata: {}, ...optionsOf(target) },
      oldObject: undefined,
      dryRun: false,
      options: {},
      context,
    } as const;
    await admission.admit(attributes);
    await admission.validate(attributes);
    return await run(target, tools);
  };
}

const STREAM_METHODS: ReadonlySet<string> = new Set(['GET', 'POST']);
const PROXY_METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** What a stream is to be, for policies to look at. */
function optionsOf({ context }: ResourceTarget): object {
  const { query } = context;
  const flags = ['stdin', 'stdout', 'stderr', 'tty'].filter((name) => query.get(name)?.[0] === 'true');
  const container = queryText(query, 'container');
  const command = query.get('command');
  return {
    ...Object.fromEntries(flags.map((name) => [name, true])),
    ...(container === '' ? {} : { container }),
    ...(command === undefined ? {} : { command }),
  };
}

async function readObject({ registry, resource, namespace, name }: ResourceTarget): Promise<KubeObject> {
  const stored = await registry.objects.read(registry.objects.key(namespace, name));
  if (stored === undefined) throw notFound(resource, name);
  return stored.object;
}

const nodeNameOf = (pod: KubeObject): string => {
  const spec: PodSpec = pod['spec'] ?? {};
  return spec.nodeName ?? '';
};

const podLog: SubresourceHandler = async (target, tools) => {
  if (target.context.request.method !== 'GET') throw methodNotAllowed();
  checkLogOptions(target);
  const pod = await readObject(target);
  streamedContainer(pod, queryText(target.context.query, 'container'));
  const nodeName = nodeNameOf(pod);
  // A pod that runs nowhere has said nothing.
  if (nodeName === '') return { status: 204, headers: {} };
  throw unreachableNode(nodeName, tools, `Get "https://${nodeName}:${KUBELET_PORT}${logPath(target, pod)}"`);
};

const KUBELET_PORT = 10250;

function logPath({ namespace, name, context }: ResourceTarget, pod: KubeObject): string {
  return `/containerLogs/${namespace}/${name}/${streamedContainer(pod, queryText(context.query, 'container'))}`;
}

function checkLogOptions({ context, name }: ResourceTarget): void {
  const { query, profile } = context;
  const errors: FieldError[] = [];
  const tailLines = queryInteger(query, 'tailLines');
  const limitBytes = queryInteger(query, 'limitBytes');
  const sinceSeconds = queryInteger(query, 'sinceSeconds');
  if (tailLines !== undefined && tailLines < 0) {
    errors.push(invalid('tailLines', tailLines, 'must be greater than or equal to 0'));
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    errors.push(invalid('limitBytes', limitBytes, 'must be greater than 0'));
  }
  if (sinceSeconds !== undefined && queryText(query, 'sinceTime') !== '') {
    const detail = 'at most one of `sinceTime` or `sinceSeconds` may be specified';
    errors.push({ type: 'FieldValueForbidden', field: '', detail });
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    errors.push(invalid('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  }
  if (errors.length > 0) throw invalidObject({ group: '', kind: 'PodLogOptions' }, name, errors, profile.minor);
}

async function podStream(target: ResourceTarget, tools: SubresourceTools, hasContainer: boolean): Promise<never> {
  const pod = await readObject(target);
  if (hasContainer) streamedContainer(pod, queryText(target.context.query, 'container'));
  const nodeName = nodeNameOf(pod);
  if (nodeName === '') throw badRequest(`pod ${target.name} does not have a host assigned`);
  throw unreachableNode(nodeName, tools, 'error dialing backend');
}

/** Upstream reports a missing node as if it were a pod. */
function unreachableNode(nodeName: string, tools: SubresourceTools, what: string): StatusError {
  const node = tools.caches.cache('', 'nodes')?.get('', nodeName);
  if (node === undefined) return notFound(PODS, nodeName);
  return plainError(`${what}: no agent listens on node ${nodeName}`);
}

/** `http:web:80` is the object `web`. */
function proxiedName(name: string): { readonly name: string; readonly port: string } {
  const parts = name.split(':');
  if (parts.length === 3) return { name: parts[1] ?? '', port: parts[2] ?? '' };
  return { name: parts[0] ?? '', port: parts[1] ?? '' };
}

const podProxy: Run = async (target) => {
  const { name, port } = proxiedName(target.name);
  const pod = await readObject({ ...target, name });
  const status: NonNullable<Pod['status']> = pod['status'] ?? {};
  const address = status.podIP ?? '';
  refuseLocalAddress(address);
  throw unavailable(`error trying to reach service: dial tcp ${address}:${port || '80'}: connect: no route to host`);
};

const LOCAL = /^(127\.|169\.254\.|0\.0\.0\.0$|::1$|::$|fe[89ab][0-9a-f]:|ff[0-9a-f]{2}:|22[4-9]\.|23\d\.)/i;

/** Nobody reaches the server's own machine through it. */
function refuseLocalAddress(address: string): void {
  if (parseIP(address) === undefined || LOCAL.test(address)) throw badRequest('address not allowed');
}

const serviceProxy: Run = async (target, tools) => {
  const { name, port } = proxiedName(target.name);
  const service = await readObject({ ...target, name });
  const spec: NonNullable<Service['spec']> = service['spec'] ?? {};
  const ports = spec.ports ?? [];
  const isKnown = port === '' || ports.some((each) => each.name === port || String(each.port) === port);
  if (!isKnown) throw unavailable(`no service port "${port}" found for service "${name}"`);
  const slices = tools.caches.cache('discovery.k8s.io', 'endpointslices')?.list(target.namespace) ?? [];
  const hasEndpoint = slices.some(({ object }) => isReadySliceOf(object, name));
  if (!hasEndpoint) throw unavailable(`no endpoints available for service "${target.name}"`);
  throw unavailable(`error trying to reach service: no agent forwards to the endpoints of "${name}"`);
};

function isReadySliceOf(object: KubeObject, service: string): boolean {
  if (object.metadata.labels?.['kubernetes.io/service-name'] !== service) return false;
  const { endpoints = [] }: EndpointSlice = object;
  return endpoints.some(({ conditions }) => conditions?.ready !== false);
}

const nodeProxy: Run = async (target) => {
  const { name } = proxiedName(target.name);
  await readObject({ ...target, name });
  throw unavailable(`error trying to reach service: no agent listens on node ${name}`);
};

function unavailable(message: string): StatusError {
  return new StatusError({ code: 503, reason: 'ServiceUnavailable', message });
}
