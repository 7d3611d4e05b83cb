import { describe, expect, it } from 'vitest';
import { parseAuditPolicy } from './policy-file.js';

const HEAD = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';

describe('audit policy files', () => {
  it('are read from YAML and JSON', () => {
    const result = parseAuditPolicy(`${HEAD}rules: [{level: Metadata, users: [a]}]`, 35);
    expect(result).toMatchObject({ policy: { rules: [{ level: 'Metadata', users: ['a'] }] }, warnings: [] });
    const json = JSON.stringify({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'None' }] });
    expect(parseAuditPolicy(json, 35)).toHaveProperty('policy');
  });

  it('warn of fields that are not known', () => {
    const result = parseAuditPolicy(`${HEAD}rules: [{level: None, verb: [get]}]\nrule: []`, 35);
    expect(result).toMatchObject({ warnings: ['unknown field "rules[0].verb"', 'unknown field "rule"'] });
  });

  const refused: readonly (readonly [string, string])[] = [
    [`${HEAD}rules: []`, 'loaded illegal policy with 0 rules'],
    ['apiVersion: audit.k8s.io/v2\nkind: Policy', 'unknown group version field audit.k8s.io/v2, Kind=Policy in policy'],
    ['kind: Policy', 'failed decoding: Object \'apiVersion\' is missing in "kind: Policy"'],
    ['a: [', 'failed decoding: line 1'],
    [`${HEAD}rules: {}`, 'failed decoding: rules must be a list'],
    [`${HEAD}rules: [{level: Metadata, users: [1]}]`, 'failed decoding: rules[0].users[0] must be a string'],
    [`${HEAD}rules: [{}]`, 'rules[0].level: Required value'],
    [
      `${HEAD}rules: [{level: Foo}]`,
      'rules[0].level: Unsupported value: "Foo": supported values: "None", "Metadata", "Request", "RequestResponse"',
    ],
    [
      `${HEAD}rules: [{level: None, nonResourceURLs: [healthz]}]`,
      'rules[0].nonResourceURLs[0]: Invalid value: "healthz": non-resource URL rules must begin with a \'/\' character',
    ],
    [
      `${HEAD}rules: [{level: None, nonResourceURLs: ["/a*b"]}]`,
      'rules[0].nonResourceURLs[0]: Invalid value: "/a*b": non-resource URL wildcards \'*\' must be the final character of the rule',
    ],
    [
      `${HEAD}rules: [{level: None, nonResourceURLs: ["/a"], namespaces: [b]}]`,
      'rules[0].nonResourceURLs: Invalid value: ["/a"]: rules cannot apply to both regular resources and non-resource URLs',
    ],
    [
      `${HEAD}rules: [{level: None, resources: [{group: "", resourceNames: [x]}]}]`,
      'rules[0].resources.resourceNames: Invalid value: ["x"]: using resourceNames requires at least one resource',
    ],
    [
      `${HEAD}omitStages: [Foo]\nrules: [{level: None}]`,
      'omitStages[0]: Invalid value: "Foo": allowed stages are RequestReceived,ResponseStarted,ResponseComplete,Panic',
    ],
  ];
  it.each(refused)('%j is refused', (text, error) => {
    const result = parseAuditPolicy(text, 35);
    expect('error' in result && result.error).toContain(error);
  });
});
