/** A cluster input from YAML, for tests: objects as written, components found in containers and files. */

import type { ClusterProfile } from '@bulkhead/features';
import { expandLists, readManifest } from '@bulkhead/manifest';
import { componentCommand } from '../hardening/command-line/component-command.js';
import { Kubelet } from '../hardening/kubelet/kubelet.js';
import { isMap, textOf, valueAt } from '../hardening/plain-value.js';
import { ClusterInput, type InputComponent, type InputKubelet, type InputObject } from './cluster-input.js';

export function inputOf(yaml: string, profile: ClusterProfile): ClusterInput {
  const objects = readManifest(yaml)
    .documents.flatMap(expandLists)
    .map(({ value }) => objectOf(value));
  const kubelets = objects
    .filter(({ identity }) => identity.kind === 'KubeletConfiguration')
    .map((object): InputKubelet => {
      const configuration = isMap(object.object) ? object.object : {};
      return { object, kubelet: new Kubelet({ profile, configuration, kind: 'file' }) };
    });
  const workloads = new ClusterInput(objects, { containers: [], kubelets: [] }).workloads;
  const containers = workloads.flatMap(({ source: object, containers: found, prefix }) =>
    found.flatMap(({ container, path }): InputComponent[] => {
      const command = componentCommand(container, prefix + path);
      return command === undefined ? [] : [{ ...command, object }];
    }),
  );
  return new ClusterInput(objects, { containers, kubelets });
}

function objectOf(value: unknown): InputObject {
  const text = (...path: readonly string[]): string => textOf(valueAt(value, ...path));
  const [apiVersion, kind] = [text('apiVersion'), text('kind')];
  const identity = { apiVersion, kind, namespace: text('metadata', 'namespace'), name: text('metadata', 'name') };
  return { identity, object: isMap(value) ? value : {} };
}
