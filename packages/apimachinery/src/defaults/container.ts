/**
 * Defaults of containers: pull policy, termination message, ports, probes, hooks, variables.
 * Source: pkg/apis/core/v1/defaults.go SetDefaults_Container and the nested setters.
 */
import type {
  Container,
  ContainerPort,
  EnvVar,
  HTTPGetAction,
  Lifecycle,
  LifecycleHandler,
  ObjectFieldSelector,
  Probe,
} from '../generated/types/core-v1.js';
import { mapField, mapItems, numberDefault, textDefault, withChanges } from './changes.js';
import { defaultPullPolicy } from './image-reference.js';
import { defaultRequirements } from './resource-list.js';

export function defaultContainer(container: Container): Container {
  const policy = container.imagePullPolicy;
  return withChanges(container, {
    ports: mapItems(container.ports, defaultContainerPort),
    env: mapItems(container.env, defaultEnvVar),
    resources: mapField(container.resources, defaultRequirements),
    livenessProbe: mapField(container.livenessProbe, defaultProbe),
    readinessProbe: mapField(container.readinessProbe, defaultProbe),
    startupProbe: mapField(container.startupProbe, defaultProbe),
    lifecycle: mapField(container.lifecycle, defaultLifecycle),
    terminationMessagePath: textDefault(container.terminationMessagePath, '/dev/termination-log'),
    terminationMessagePolicy: textDefault(container.terminationMessagePolicy, 'File'),
    imagePullPolicy: policy === undefined || policy === '' ? defaultPullPolicy(container.image) : undefined,
  });
}

function defaultContainerPort(port: ContainerPort): ContainerPort {
  return withChanges(port, { protocol: textDefault(port.protocol, 'TCP') });
}

function defaultEnvVar(variable: EnvVar): EnvVar {
  const source = variable.valueFrom;
  if (source?.fieldRef === undefined) return variable;
  return { ...variable, valueFrom: withChanges(source, { fieldRef: mapField(source.fieldRef, defaultFieldRef) }) };
}

export function defaultFieldRef(selector: ObjectFieldSelector): ObjectFieldSelector {
  return withChanges(selector, { apiVersion: textDefault(selector.apiVersion, 'v1') });
}

function defaultProbe(probe: Probe): Probe {
  return withChanges(probe, {
    httpGet: mapField(probe.httpGet, defaultHttpGet),
    grpc: mapField(probe.grpc, (grpc) => (grpc.service === undefined ? { ...grpc, service: '' } : grpc)),
    timeoutSeconds: numberDefault(probe.timeoutSeconds, 1),
    periodSeconds: numberDefault(probe.periodSeconds, 10),
    successThreshold: numberDefault(probe.successThreshold, 1),
    failureThreshold: numberDefault(probe.failureThreshold, 3),
  });
}

function defaultHttpGet(action: HTTPGetAction): HTTPGetAction {
  return withChanges(action, { path: textDefault(action.path, '/'), scheme: textDefault(action.scheme, 'HTTP') });
}

function defaultLifecycle(lifecycle: Lifecycle): Lifecycle {
  return withChanges(lifecycle, {
    postStart: mapField(lifecycle.postStart, defaultLifecycleHandler),
    preStop: mapField(lifecycle.preStop, defaultLifecycleHandler),
  });
}

function defaultLifecycleHandler(handler: LifecycleHandler): LifecycleHandler {
  return withChanges(handler, { httpGet: mapField(handler.httpGet, defaultHttpGet) });
}
