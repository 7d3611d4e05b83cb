/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import { pod, type RuleCase } from '../rule-case.js';

const PORTS = '\n    ports: [{name: http, containerPort: 8080}]';
const get = (port: string | number, more = ''): string => `{httpGet: {path: /healthz, port: ${port}}${more}}`;

const lacks = (probe: string, consequence: string): RuleCase => ({
  failing: pod({ container: PORTS }),
  findings: [
    {
      fieldPath: `spec.containers[0].${probe}`,
      message: `container "app" has ports and no ${probe}: ${consequence}`,
      severity: 'info',
    },
  ],
  // A pod that ends.
  passing: pod({ container: PORTS, spec: '\n  restartPolicy: Never' }),
});

export const PROBE_CASES: Readonly<Record<string, RuleCase>> = {
  'probe/readiness': lacks('readinessProbe', 'it gets requests as soon as it runs'),
  'probe/liveness': lacks('livenessProbe', 'nothing restarts it when it hangs'),
  'probe/same-check': {
    failing: pod({ container: `\n    livenessProbe: ${get(8080)}\n    readinessProbe: ${get(8080)}` }),
    findings: [
      {
        fieldPath: 'spec.containers[0].livenessProbe',
        message: 'liveness of container "app" asks what readiness asks, and gives up as soon',
        severity: 'info',
      },
    ],
    passing: pod({
      container: `\n    livenessProbe: ${get(8080, ', failureThreshold: 10')}\n    readinessProbe: ${get(8080)}`,
    }),
  },
  'probe/port-name': {
    failing: pod({ container: `${PORTS}\n    livenessProbe: ${get('web')}` }),
    findings: [
      {
        fieldPath: 'spec.containers[0].livenessProbe.httpGet.port',
        message: 'livenessProbe of container "app" asks port "web", which the container does not declare',
        severity: 'low',
      },
    ],
    passing: pod({ container: `${PORTS}\n    livenessProbe: ${get('http')}` }),
  },
};
