/** Cases of the rules on contradictions, and of files that are not understood. Test data. */
import { pod, type RuleCase } from '../rule-case.js';
import { apiServer, kubelet } from './case-objects.js';

export const CONTRADICTION_CASES: Readonly<Record<string, RuleCase>> = {
  'component/decoding': {
    failing: `${kubelet({ readOnlyPort: '0', authentification: {} })}---
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources: []
resources: []
`,
    findings: [
      {
        fieldPath: 'readOnlyPort',
        message: 'json: cannot unmarshal string into Go struct field KubeletConfiguration.readOnlyPort of type int32',
        severity: 'high',
      },
      {
        fieldPath: 'resources',
        message: 'strict decoding error: line 21: key "resources" already set in map',
        severity: 'high',
      },
      {
        fieldPath: 'authentification',
        message: 'unknown field "authentification": it is dropped, and the component goes on without',
        severity: 'medium',
      },
    ],
    passing: kubelet(),
  },
  'component/gate-off': {
    failing: `${pod({ spec: '\n  hostUsers: false' })}---\n${kubelet({ featureGates: { UserNamespacesSupport: false } })}`,
    findings: [
      {
        fieldPath: 'spec.hostUsers',
        message: 'feature gate UserNamespacesSupport is off in a kubelet of this input: spec.hostUsers has no effect',
        severity: 'high',
      },
    ],
    passing: `${pod({ spec: '\n  hostUsers: false' })}---\n${kubelet({ featureGates: { SELinuxMount: false } })}`,
  },
  'component/pull-policy-overridden': {
    failing: `${pod({ container: '\n    imagePullPolicy: Never' })}---\n${apiServer(['--enable-admission-plugins=AlwaysPullImages'])}`,
    findings: [
      {
        fieldPath: 'spec.containers[0].imagePullPolicy',
        message: 'AlwaysPullImages of the API server in this input makes imagePullPolicy Never into Always',
        severity: 'medium',
      },
    ],
    passing: `${pod({ container: '\n    imagePullPolicy: Never' })}---\n${apiServer()}`,
  },
};
