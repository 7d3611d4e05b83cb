import { type ProjectedToken, projectedTokens, RENEWAL_AGE } from '@bulkhead/engine/service-account-tokens';
import { manualFix } from '../../fix/fix.js';
import type { Report, WorkloadRule } from '../../rule.js';

export const projectedToken: WorkloadRule = {
  id: 'service-account/projected-token',
  title: 'Projected token that holds longer, or for more, than it must',
  severity: 'low',
  isAlwaysUsual: true,
  gains: 'credentials',
  layer: 'code',
  standards: ['NSA:service-accounts', 'MITRE:T1528'],
  description:
    'A token in a projected volume has no audience, which makes it one for the API server, though nothing else in the volume is for calling it; or it holds longer than the day after which the kubelet renews every token.',
  risk: 'The service that the token is shown to can use it on the API server as this service account. A stolen one is good until it ends or the pod does.',
  remediation:
    'Name the audience of the service that takes the token, and an hour or so as expirationSeconds: the kubelet renews it in time.',
  subject: 'workload',
  check: (workload) => {
    const { spec } = workload.pod;
    if (spec?.volumes === undefined) return undefined;
    let reports: Report[] | undefined;
    for (const token of projectedTokens(spec)) {
      for (const [field, text] of problemsOf(token)) {
        reports ??= [];
        reports.push({
          fields: [workload.path(`${token.fieldPath}.${field}`)],
          message: `volume ${JSON.stringify(token.volume)}: ${text}`,
          fix: manualFix(field === 'audience' ? 'name the audience' : 'let the token end within a day'),
        });
      }
    }
    return reports;
  },
};

function problemsOf({
  audience,
  isForApiAccess,
  expirationSeconds,
}: ProjectedToken): readonly (readonly [string, string])[] {
  const problems: (readonly [string, string])[] = [];
  if (audience === '' && !isForApiAccess) {
    problems.push(['audience', 'a token without audience is one for the API server, whoever it is shown to']);
  }
  if (expirationSeconds > RENEWAL_AGE) {
    const text = `a token that holds ${spanText(expirationSeconds)}, though the kubelet renews it after a day`;
    problems.push(['expirationSeconds', text]);
  }
  return problems;
}

/** The largest whole unit: `30 days`, `36 hours`. */
function spanText(seconds: number): string {
  for (const [unit, size] of [
    ['days', 86_400],
    ['hours', 3600],
    ['minutes', 60],
  ] as const) {
    if (seconds % size === 0 && seconds >= size) return `${seconds / size} ${unit}`;
  }
  return `${seconds} seconds`;
}
