/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import { pod, type RuleCase } from '../rule-case.js';

const map = (kind: string, data: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: settings, namespace: shop}\n${data}\n`;

export const SECRET_CASES: Readonly<Record<string, RuleCase>> = {
  'secret/literal-in-workload': {
    failing: pod({
      container:
        '\n    env: [{name: DB_PASSWORD, value: hunter2}, {name: PORT, value: "1"}]\n    args: [--api-key=a8F3kd92hs71]',
    }),
    findings: [
      {
        fieldPath: 'spec.containers[0].env[0].value',
        message: 'written out: a password in DB_PASSWORD of container "app", a key in --api-key of container "app"',
        severity: 'medium',
      },
    ],
    passing: pod({
      container:
        '\n    env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}, {name: PASSWORD_FILE, value: /run/db}]\n    args: [--password=$(DB_PASSWORD)]',
    }),
  },
  'secret/literal-in-config-map': {
    failing: map(
      'ConfigMap',
      'data: {app.yaml: "db:\\n  url: postgres://shop:hunter2@db/shop\\n", db.ini: "pass=hunter2", mode: fast}',
    ),
    findings: [
      {
        fieldPath: 'data[app.yaml]',
        message: 'written out: a password in a URL in app.yaml, line 2, a password in db.ini, line 1 (pass)',
        severity: 'high',
      },
    ],
    passing: map('ConfigMap', 'data: {app.yaml: "db:\\n  passwordFile: /run/db\\n  url: postgres://db/shop\\n"}'),
  },
  'secret/committed-secret': {
    failing: map('Secret', 'stringData: {password: hunter2}'),
    findings: [{ fieldPath: 'stringData', message: 'the manifest holds a password in password', severity: 'low' }],
    passing: map('Secret', 'data: {}'),
  },
};
