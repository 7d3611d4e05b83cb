/** What a component's decoder drops from its file, or refuses. */
import { checks, isMap } from '@bulkhead/engine/hardening';
import type { AuditObject } from '../../audit-object.js';
import { formatFieldPath } from '../../field-path.js';
import type { ObjectRule, Report } from '../../rule.js';

const KINDS: ReadonlySet<string> = new Set([
  'AdmissionConfiguration',
  'AuthenticationConfiguration',
  'AuthorizationConfiguration',
  'CredentialProviderConfig',
  'EncryptionConfiguration',
  'KubeProxyConfiguration',
  'KubeSchedulerConfiguration',
  'KubeletConfiguration',
  'Policy',
]);

export const decoding: ObjectRule = {
  id: 'component/decoding',
  title: 'A component does not understand its file',
  severity: 'high',
  gains: 'availability',
  layer: 'cluster',
  standards: [],
  description:
    'A field is unknown to this version, a value has the wrong type, or a key is there twice. API server and scheduler refuse such a file; kubelet, kube-proxy and audit policies go on without an unknown field.',
  risk: 'The component does not start, or the setting that protects is not there and only a log says so.',
  remediation: 'Write the field as this version spells it.',
  subject: 'object',
  kinds: KINDS,
  check: (object, { profile }) => {
    const { apiVersion, kind } = object.identity;
    const { value } = object.source;
    if (!isMap(value) || !checks.isConfigurationKind(apiVersion, kind)) return undefined;
    return [...checks.decodeConfiguration(apiVersion, kind, value, profile.minor), ...duplicates(object)];
  },
};

const duplicates = ({ source, file, identity }: AuditObject): readonly Report[] =>
  source.duplicates.map(({ path, key, first, last }): Report => {
    const fieldPath = formatFieldPath(path);
    const isLenient = checks.isLenient(identity.kind);
    const text = `line ${last.line}: key ${JSON.stringify(key)} already set in map`;
    return {
      fields: [fieldPath],
      message: isLenient ? `${text}: the component takes the last one` : `strict decoding error: ${text}`,
      severity: isLenient ? 'medium' : 'high',
      locations: [last, first].map(({ line, column }) => ({ file, line, column, fieldPath })),
    };
  });
