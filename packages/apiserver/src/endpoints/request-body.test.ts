/** Bodies as they are sent: what the real server makes of how they are written. */
import { expect, it } from 'vitest';
import { type TestAnswer, testServer } from '../api-server.test-support.js';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps?dryRun=All';
const PODS = '/api/v1/namespaces/default/pods?dryRun=All';
const JSON_TYPE = 'application/json';
const YAML_TYPE = 'application/yaml';
const NAMELESS = 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required';
const UNREADABLE = 'the object provided is unrecognized (must be of type ConfigMap): ';
const NO_JSON = `${UNREADABLE}couldn't get version/kind; json parse error: `;

async function post(target: string, body: string, type: string): Promise<TestAnswer> {
  const { ask } = await testServer();
  return await ask('POST', target, { body, headers: { 'Content-Type': type } });
}

it.each<readonly [string, string, number, string | undefined]>([
  ['null', JSON_TYPE, 422, NAMELESS],
  [' null\n', JSON_TYPE, 422, NAMELESS],
  ['', YAML_TYPE, 422, NAMELESS],
  ['# x\n', YAML_TYPE, 422, NAMELESS],
  ['---\n---\nmetadata: {name: x}\n', YAML_TYPE, 422, NAMELESS],
  ['metadata: {name: x}\n---\nmetadata: {name: [}\n', YAML_TYPE, 201, undefined],
  ['', JSON_TYPE, 400, `${NO_JSON}unexpected end of JSON input (<empty>)`],
  ['{} x', JSON_TYPE, 400, `${NO_JSON}invalid character 'x' after top-level value ({} x)`],
  ['{}{}', JSON_TYPE, 400, `${NO_JSON}invalid character '{' after top-level value ({}{})`],
  ['\ufeff{}', JSON_TYPE, 400, `${NO_JSON}invalid character 'ï' looking for beginning of value (efbbbf7b7d)`],
  [
    '%YAML 9.9\n---\n',
    YAML_TYPE,
    400,
    `${UNREADABLE}yaml: found incompatible YAML document (2559414d4c20392e390a2d2d2d0a)`,
  ],
  ['{"metadata":{"name":"x"}}', 'application/json; charset=utf-8', 201, undefined],
])('%j as %s is answered with %d', async (sent, type, status, message) => {
  const { body, ...answer } = await post(CONFIG_MAPS, sent, type);
  expect(answer.status).toBe(status);
  expect(body.message).toBe(message);
});

it.each<readonly [string]>([[';;;'], ['application/json;='], ['text/plain'], ['application/json,application/yaml']])(
  'nothing is of the type %j',
  async (type) => {
    const { status, body } = await post(CONFIG_MAPS, '{"metadata":{"name":"x"}}', type);
    expect([status, body.reason]).toEqual([415, 'UnsupportedMediaType']);
  },
);

const withSeconds = (literal: string): string =>
  `{"metadata": {"name": "p"}, "spec": {"terminationGracePeriodSeconds": ${literal},` +
  ' "containers": [{"name": "c", "image": "i", "resources": {"limits": {"cpu": 1.0}}}]}}';

it.each<readonly [string, string, number]>([
  ['1', JSON_TYPE, 201],
  ['-0', JSON_TYPE, 201],
  ['1.0', JSON_TYPE, 400],
  ['1e2', JSON_TYPE, 400],
  ['1E+2', JSON_TYPE, 400],
  ['1.50', JSON_TYPE, 400],
  ['1.0', YAML_TYPE, 201],
  ['1e2', YAML_TYPE, 201],
])('%s in a field for integers, in %s: %d', async (literal, type, status) => {
  const { body, ...answer } = await post(PODS, withSeconds(literal), type);
  expect(answer.status).toBe(status);
  const field = 'Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64';
  const why = `Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number ${literal} into ${field}`;
  expect(body.message).toBe(status === 400 ? why : undefined);
});

it.each([
  ['1.0', '1'],
  ['1e3', '1e3'],
  ['1000', '1k'],
  ['0.50', '500m'],
])('the quantity %s becomes %s', async (literal, expected) => {
  const resources = `{"limits": {"cpu": ${literal}}}`;
  const pod = `{"metadata": {"name": "p"}, "spec": {"containers": [{"name":"c","image":"i","resources":${resources}}]}}`;
  const { body } = await post(PODS, pod, JSON_TYPE);
  expect(body.spec.containers[0].resources.limits.cpu).toBe(expected);
});

const TWICE = 'metadata: {name: x}\nmore: 1\ndata:\n  a: "1"\n  a: "2"\n  b: "1"\n  b: "2"\n';

it('warns of each key that stands twice in YAML, before what is unknown', async () => {
  const { status, headers } = await post(CONFIG_MAPS, TWICE, YAML_TYPE);
  expect(status).toBe(201);
  const texts = [headers['Warning'] ?? []].flat().map((text) => String(text).slice(7, -1).replaceAll('\\"', '"'));
  const twice = ['line 5: key "a" already set in map', 'line 7: key "b" already set in map'];
  expect(texts).toEqual([...twice, 'unknown field "more"']);
});

it('refuses them with all lines when it is strict', async () => {
  const { body } = await post(`${CONFIG_MAPS}&fieldValidation=Strict`, TWICE, YAML_TYPE);
  expect(body.message).toBe(
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n' +
      '  line 5: key "a" already set in map\n  line 7: key "b" already set in map, unknown field "more"',
  );
});

const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const OPERATIONS = 'application/json-patch+json';
it.each([
  ['{"immutable":null,"metadata":{"generation":1.0}}', 422],
  ['{"metadata":{"generation":1}}', 200],
])('numbers of a merge patch are integers or none: %j', async (patch, expected) => {
  const { ask } = await testServer();
  const target = '/api/v1/namespaces/default/configmaps';
  await ask('POST', target, { body: { metadata: { name: 'x' } } });
  const { status } = await ask('PATCH', `${target}/x`, { body: patch, headers: { 'Content-Type': MERGE } });
  expect(status).toBe(expected);
});

const UNNAMED = 'the name of the object (x based on URL) was undeterminable: name must be provided';
const SCHEME = 'in scheme "pkg/';

it.each<readonly [string, string, number, string]>([
  [STRATEGIC, '{"$patch":"replace","data":{"a":"1"}}', 400, UNNAMED],
  [STRATEGIC, '{"$patch":"delete"}', 400, UNNAMED],
  [STRATEGIC, '{"$patch":"replace","metadata":{"name":"x"}}', 200, ''],
  [STRATEGIC, '{"kind":"Secret"}', 200, ''],
  [OPERATIONS, '[{"op":"replace","path":"/kind","value":"Secret"}]', 422, ': illegal base64 data at input byte 0'],
  [OPERATIONS, '[{"op":"replace","path":"/apiVersion","value":"apps/v1"}]', 422, `for version "apps/v1" ${SCHEME}`],
  [
    MERGE,
    '{"kind":"LimitRange","data":null}',
    422,
    ': converting (v1.LimitRange) to (core.ConfigMap): unknown conversion',
  ],
  [`${MERGE}, application/json`, '{}', 415, 'accepted media types include: application/json-patch+json, '],
  ['text/plain, application/json', '{}', 415, '415: Unsupported Media Type'],
  [MERGE, '{} {}', 400, "invalid character '{' after top-level value"],
])('a patch of %s, %j', async (type, patch, expected, text) => {
  const { ask } = await testServer();
  const target = '/api/v1/namespaces/default/configmaps';
  await ask('POST', target, { body: { metadata: { name: 'x' }, data: { k: 'v' } } });
  const { status, body } = await ask('PATCH', `${target}/x`, { body: patch, headers: { 'Content-Type': type } });
  expect([status, body.message]).toEqual([expected, text === '' ? undefined : expect.stringContaining(text)]);
  if (status === 200) expect(body.kind).toBe('ConfigMap');
});
