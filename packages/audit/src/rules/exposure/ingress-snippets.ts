import { type AuditObject, read } from '../../audit-object.js';
import { unsafeFix } from '../../fix/fix.js';
import type { ObjectRule, Report } from '../../rule.js';

const PREFIX = 'nginx.ingress.kubernetes.io/';
const ALLOW = 'allow-snippet-annotations';

export const ingressSnippets: ObjectRule = {
  id: 'exposure/ingress-snippets',
  title: 'Configuration of NGINX in an annotation',
  severity: 'medium',
  gains: 'credentials',
  layer: 'cluster',
  standards: ['CVE-2021-25742', 'MITRE:T1190'],
  description:
    'An Ingress brings lines of NGINX configuration in an annotation, or the ConfigMap of ingress-nginx allows everybody to. The lines run inside the controller, which serves all namespaces.',
  risk: 'Whoever may write an Ingress in one namespace runs code in the controller and has its service account, which reads every Secret that an Ingress may name.',
  remediation:
    'Set `allow-snippet-annotations: "false"` and use the annotations that exist for the purpose; move what is left into the ConfigMap of the controller.',
  subject: 'object',
  kinds: new Set(['Ingress', 'ConfigMap']),
  check: (object) => (object.identity.kind === 'Ingress' ? ofIngress(object) : ofController(object)),
};

function ofIngress({ metadata: { annotations = {} } }: AuditObject): Report | undefined {
  const keys = Object.keys(annotations).filter((key) => key.startsWith(PREFIX) && key.endsWith('-snippet'));
  if (keys.length === 0) return undefined;
  const names = keys.map((key) => key.slice(PREFIX.length)).join(', ');
  return {
    fields: keys.map((key) => `metadata.annotations[${key}]`),
    message: `${names}: lines of configuration that run in the controller, for all namespaces`,
  };
}

function ofController(source: AuditObject): Report | undefined {
  const { identity, object } = source;
  const data = read(object, 'data');
  if (identity.apiVersion !== 'v1' || read(data, ALLOW) !== 'true') return undefined;
  return {
    fields: [`data.${ALLOW}`],
    message: 'whoever may write an Ingress in any namespace runs configuration of their own in the controller',
    severity: 'high',
    fix: unsafeFix(
      `set ${ALLOW} to "false"`,
      'the controller refuses or ignores the snippets that are there',
      source,
      (patch) => patch.set(['data', ALLOW], 'false'),
    ),
  };
}
