/** The checks of notes that look at components: flags, settings of kubelets, admission plugins, versions of nodes. */

import type { ClusterInput, InputObject } from '../feature-adoption/cluster-input.js';
import { COMPONENTS } from '../hardening/command-line/component-command.js';
import type { FlagSet } from '../hardening/command-line/flag-set.js';
import { isMap, textOf, textsOf, valueAt } from '../hardening/plain-value.js';
import type { Check } from './object-checks.js';
import type { Sighting } from './sighting.js';

interface FlaggedObject {
  readonly object: InputObject;
  readonly flags: FlagSet;
}

/** Command lines of a component; those of kubelets are known from more places than containers. */
export function commandLines(input: ClusterInput, component: string): readonly FlaggedObject[] {
  const name = COMPONENTS.find((known) => known === component);
  if (name === undefined) return [];
  if (name !== 'kubelet') return input.component(name);
  return input.kubelets.flatMap(({ object, kubelet: { flags, kind } }) =>
    flags === undefined || kind === 'file' ? [] : [{ object, flags }],
  );
}

/** `{ "kubelet": ["--a", "--oidc-*"] }`: flags that are set. */
export const flag: Check = (wanted, input) => {
  const lines = Object.entries(isMap(wanted) ? wanted : {}).flatMap(([component, flags]) =>
    commandLines(input, component).map((line) => ({ ...line, wanted: textsOf(flags) })),
  );
  if (lines.length === 0) return undefined;
  return lines.flatMap(({ object, flags, wanted: names }) =>
    names
      .flatMap((name) => flags.matching(name.replace(/^--/, '')))
      .flatMap((name) => flags.paths(name))
      .map((fieldPath): Sighting => ({ object, fieldPath })),
  );
};

export const kubeletConfig: Check = (wanted, input) => {
  const files = input.kubelets.filter(({ kubelet }) => kubelet.configuration !== undefined);
  if (files.length === 0) return undefined;
  return files
    .filter(({ kubelet }) => valueAt(kubelet.configuration, ...textOf(wanted).split('.')) !== undefined)
    .map(({ object, kubelet }): Sighting => ({ object, fieldPath: kubelet.pathOf(textOf(wanted)) }));
};

/** A plugin that is switched on or off by name: an unknown name stops the server either way. */
export const admissionPlugin: Check = (wanted, input) => {
  const servers = input.component('kube-apiserver');
  if (servers.length === 0) return undefined;
  const plugin = textOf(wanted);
  return servers.flatMap(({ object, flags }) =>
    ['enable-admission-plugins', 'disable-admission-plugins']
      .filter((name) => flags.list(name).includes(plugin))
      .flatMap((name) => flags.paths(name))
      .map((fieldPath): Sighting => ({ object, fieldPath })),
  );
};

export const authorizer: Check = (wanted, input) => {
  const servers = input.component('kube-apiserver');
  const files = input.ofKind('apiserver.config.k8s.io', 'AuthorizationConfiguration');
  if (servers.length + files.length === 0) return undefined;
  const byFlag = servers
    .filter(({ flags }) => flags.list('authorization-mode').includes(textOf(wanted)))
    .flatMap(({ object, flags }) => flags.paths('authorization-mode').map((fieldPath) => ({ object, fieldPath })));
  const byFile = files.flatMap((object) => {
    const authorizers = valueAt(object.object, 'authorizers');
    return (Array.isArray(authorizers) ? authorizers : []).flatMap((one: unknown, index): Sighting[] =>
      valueAt(one, 'type') === wanted ? [{ object, fieldPath: `authorizers[${index}]` }] : [],
    );
  });
  return [...byFlag, ...byFile];
};

/** `containerd<2.0`: the runtime that nodes report. */
export const runtime: Check = (_wanted, input) => {
  const nodes = input.ofKind('', 'Node');
  if (nodes.length === 0) return undefined;
  return nodes
    .filter(({ object }) =>
      /^containerd:\/\/v?[01]\./.test(textOf(valueAt(object, 'status', 'nodeInfo', 'containerRuntimeVersion'))),
    )
    .map((object): Sighting => ({ object, fieldPath: 'status.nodeInfo.containerRuntimeVersion' }));
};

/** The cloud provider that kubelets and controllers are told. */
export const cloud: Check = (wanted, input) => {
  const lines = ['kubelet', 'kube-controller-manager', 'kube-apiserver'].flatMap((name) => commandLines(input, name));
  if (lines.length === 0) return undefined;
  return lines
    .filter(({ flags }) => flags.text('cloud-provider') === wanted)
    .flatMap(({ object, flags }) => flags.paths('cloud-provider').map((fieldPath) => ({ object, fieldPath })));
};
