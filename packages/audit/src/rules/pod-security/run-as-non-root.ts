import { isMap } from '../../fix/json-value.js';
import { runsWithoutRoot } from './non-root-containers.js';
import { securityContextOf } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const runAsNonRoot = podSecurityRule({
  id: 'pod-security/run-as-non-root',
  checkId: 'runAsNonRoot',
  title: 'May run as root',
  severity: 'medium',
  gains: 'node',
  standards: ['PSS:restricted', 'CIS:5.2.7', 'NSA:non-root'],
  description: "Nothing makes sure that the container's user is not root: `runAsNonRoot` is missing or false.",
  risk: 'Root of the container is root of the node outside a user namespace; a file system or kernel fault then counts double.',
  remediation: 'Set `runAsNonRoot: true` on the pod, and a numeric `runAsUser` where the image has none.',
  fix: 'set securityContext.runAsNonRoot to true',
  repair: {
    risk: (workload, { fields }) =>
      runsWithoutRoot(workload, fields) ? undefined : 'a container whose image runs as root does not start any more',
    edit: (patch, fields, workload) => {
      const shared = workload.path('spec.securityContext');
      const context = patch.read(shared);
      const isSilent = !isMap(context) || context['runAsNonRoot'] === undefined;
      const places = isSilent && fields.every((field) => patch.read(field) === undefined);
      // The kubelet starts no container that says both; the user 0 has a finding of its own.
      const isRoot = (path: string): boolean => {
        const own = patch.read(`${path}.runAsUser`);
        return own === 0 || (own === undefined && isMap(context) && context['runAsUser'] === 0);
      };
      if (fields.some((field) => isRoot(securityContextOf(field)))) return;
      if (places) patch.set(`${shared}.runAsNonRoot`, true);
      else for (const field of fields) patch.set(field, true);
    },
  },
});
