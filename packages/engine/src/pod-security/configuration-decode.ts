/**
 * Reads the configuration of Pod Security out of a document, as strictly as the API server: a field that it does not
 * know, or a value of another type, keeps it from starting.
 *
 * Sources: k8s.io/pod-security-admission/admission/api/load; k8s.io/apiserver/pkg/admission/config.go.
 */
import { DEFAULT_CONFIGURATION, DEFAULT_DEFAULTS, type PodSecurityConfiguration } from './configuration.js';
import { isObject, textOf } from './pod-view.js';
import { type DecodeOptions, decodeStrictly, type KnownKind, STRING, type Strict, strings } from './strict-document.js';

/** Where an AdmissionConfiguration keeps the configuration of Pod Security. */
export type PluginConfiguration =
  | { readonly kind: 'none' }
  /** The document, within the AdmissionConfiguration. */
  | { readonly kind: 'inline'; readonly document: unknown }
  /** The name of a file; relative names count from the folder of the AdmissionConfiguration. */
  | { readonly kind: 'file'; readonly path: string };

const PLUGIN_NAME = 'PodSecurity';

const POD_SECURITY_CONFIGURATION: KnownKind = {
  kind: 'PodSecurityConfiguration',
  apiVersions: [
    'pod-security.admission.config.k8s.io/v1',
    'pod-security.admission.config.k8s.io/v1beta1',
    'pod-security.admission.config.k8s.io/v1alpha1',
  ],
  fields: {
    defaults: {
      type: 'struct',
      name: 'PodSecurityDefaults',
      fields: {
        enforce: STRING,
        'enforce-version': STRING,
        audit: STRING,
        'audit-version': STRING,
        warn: STRING,
        'warn-version': STRING,
      },
    },
    exemptions: {
      type: 'struct',
      name: 'PodSecurityExemptions',
      fields: { usernames: strings(), namespaces: strings(), runtimeClasses: strings() },
    },
  },
};

const ADMISSION_CONFIGURATION: KnownKind = {
  kind: 'AdmissionConfiguration',
  apiVersions: ['apiserver.config.k8s.io/v1', 'apiserver.k8s.io/v1alpha1'],
  fields: {
    plugins: {
      type: 'list',
      items: {
        type: 'struct',
        name: 'AdmissionPluginConfiguration',
        fields: { name: STRING, path: STRING, configuration: { type: 'any' } },
      },
    },
  },
};

/** A PodSecurityConfiguration; `undefined` stands for an empty file. */
export function decodeConfiguration(document: unknown, options: DecodeOptions): Strict<PodSecurityConfiguration> {
  if (document === undefined) return { value: DEFAULT_CONFIGURATION };
  const decoded = decodeStrictly(document, POD_SECURITY_CONFIGURATION, options);
  if ('error' in decoded) return decoded;
  const defaults = membersOf(decoded.value['defaults']);
  const exemptions = membersOf(decoded.value['exemptions']);
  const withDefault = (key: keyof typeof DEFAULT_DEFAULTS) => textOf(defaults[key]) || DEFAULT_DEFAULTS[key];
  return {
    value: {
      defaults: {
        enforce: withDefault('enforce'),
        'enforce-version': withDefault('enforce-version'),
        audit: withDefault('audit'),
        'audit-version': withDefault('audit-version'),
        warn: withDefault('warn'),
        'warn-version': withDefault('warn-version'),
      },
      exemptions: {
        usernames: textsOf(exemptions['usernames']),
        namespaces: textsOf(exemptions['namespaces']),
        runtimeClasses: textsOf(exemptions['runtimeClasses']),
      },
    },
  };
}

/** Where an AdmissionConfiguration keeps the configuration of Pod Security; the first plugin of that name counts. */
export function decodeAdmissionConfiguration(document: unknown, options: DecodeOptions): Strict<PluginConfiguration> {
  const decoded = decodeStrictly(document, ADMISSION_CONFIGURATION, options);
  return 'error' in decoded ? decoded : { value: pluginConfiguration(itemsOf(decoded.value['plugins'])) };
}

function pluginConfiguration(plugins: readonly unknown[]): PluginConfiguration {
  const plugin = membersOf(plugins.find((candidate) => membersOf(candidate)['name'] === PLUGIN_NAME));
  const document = plugin['configuration'];
  if (document !== undefined && document !== null) return { kind: 'inline', document };
  const path = textOf(plugin['path']);
  return path === '' ? { kind: 'none' } : { kind: 'file', path };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown): readonly string[] {
  return itemsOf(value).map(textOf);
}
