import { expect, it } from 'vitest';
import { fieldIn, typeModel } from '../model/type-model.js';
import { goFieldName } from './go-field-name.js';

it.each([
  ['core.v1.ConfigMap', 'metadata', 'ObjectMeta'],
  ['core.v1.ConfigMapList', 'metadata', 'ListMeta'],
  ['core.v1.ConfigMap', 'binaryData', 'BinaryData'],
  ['core.v1.PodStatus', 'podIP', 'PodIP'],
  ['core.v1.PodStatus', 'podIPs', 'PodIPs'],
  ['meta.v1.ObjectMeta', 'uid', 'UID'],
  ['core.v1.Probe', 'httpGet', 'HTTPGet'],
  ['core.v1.Probe', 'tcpSocket', 'TCPSocket'],
  ['rbac.v1.PolicyRule', 'nonResourceURLs', 'NonResourceURLs'],
  ['rbac.v1.PolicyRule', 'apiGroups', 'APIGroups'],
])('Go calls %s.%s %s', (typeName, name, expected) => {
  const type = typeModel(typeName);
  const field = type && fieldIn(type, name, 35);
  expect(field && goFieldName(field)).toBe(expected);
});
