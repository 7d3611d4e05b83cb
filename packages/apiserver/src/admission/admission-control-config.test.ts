import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAdmissionControlConfig } from './admission-control-config.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-admission-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const file = join(folder, 'admission.yaml');
  await writeFile(file, text);
  return readAdmissionControlConfig(file, 35);
}

const HEAD = 'apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\n';
const POD_SECURITY = `apiVersion: pod-security.admission.config.k8s.io/v1
kind: PodSecurityConfiguration
defaults: {enforce: baseline}
exemptions: {namespaces: [kube-system]}
`;
const indented = (text: string) => text.replaceAll(/^/gm, '    ').trimEnd();

describe('--admission-control-config-file', () => {
  it('takes the configuration of PodSecurity in place or from another file', async () => {
    const expected = { defaults: { enforce: 'baseline' }, exemptions: { namespaces: ['kube-system'] } };
    const inline = `${HEAD}plugins:\n- name: PodSecurity\n  configuration:\n${indented(POD_SECURITY)}\n`;
    expect(await read(inline)).toMatchObject({ podSecurity: expected });
    await writeFile(join(folder, 'psa.yaml'), POD_SECURITY);
    const named = `${HEAD}plugins:\n- name: PodSecurity\n  path: psa.yaml\n`;
    expect(await read(named)).toMatchObject({ podSecurity: expected });
    expect(await read(HEAD)).toMatchObject({ podSecurity: { defaults: { enforce: 'privileged' } } });
  });

  const refused: readonly (readonly [string, string])[] = [
    [`${HEAD}plugins: [{name: ResourceQuota, configuration: {}}]`, 'plugin ResourceQuota cannot be configured'],
    [`${HEAD}plugin: []`, 'unknown field "plugin"'],
    ['a: [', 'line 1'],
    [
      `${HEAD}plugins:\n- name: PodSecurity\n  configuration:\n${indented(POD_SECURITY).replace('baseline', 'base')}`,
      'PodSecurity configuration error: enforce: must be one of privileged, baseline, restricted',
    ],
    [`${HEAD}plugins: [{name: PodSecurity, path: none.yaml}]`, 'ENOENT'],
  ];
  it.each(refused)('refuses %j', async (text, part) => {
    const result = await read(text);
    expect('error' in result && result.error).toContain(part);
  });

  it('says that the file is not there', async () => {
    const result = await readAdmissionControlConfig(join(folder, 'missing'), 35);
    expect('error' in result && result.error).toContain('unable to read admission control configuration');
  });
});
