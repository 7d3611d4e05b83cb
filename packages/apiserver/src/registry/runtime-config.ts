/**
 * `--runtime-config`: which APIs are served beside, or instead of, those that are on by default.
 *
 * Source: k8s.io/apiserver/pkg/server/resourceconfig/helpers.go.
 */

export interface RuntimeConfig {
  /** `byDefault` is what the version does without being asked. */
  isEnabled(group: string, version: string, resource: string, byDefault: boolean): boolean;
}

export type RuntimeConfigResult =
  | { readonly kind: 'config'; readonly config: RuntimeConfig }
  | { readonly kind: 'invalid'; readonly message: string };

/** `api/all=true`, `api/ga`, `api/beta`, `api/alpha`, `group/version` and `group/version/resource`, with a boolean. */
export function parseRuntimeConfig(text: string): RuntimeConfigResult {
  const settings = new Map<string, boolean>();
  for (const term of text.split(',').map((part) => part.trim())) {
    if (term === '') continue;
    const [key = '', value = 'true'] = term.split('=');
    if (value !== 'true' && value !== 'false') {
      return { kind: 'invalid', message: `invalid value "${value}" of ${key} in --runtime-config: use true or false` };
    }
    settings.set(key === 'api/legacy' ? 'v1' : key, value === 'true');
  }
  return { kind: 'config', config: runtimeConfig(settings) };
}

/** By name as in the flag. */
export function runtimeConfig(settings: ReadonlyMap<string, boolean>): RuntimeConfig {
  return {
    isEnabled(group, version, resource, byDefault) {
      const groupVersion = group === '' ? version : `${group}/${version}`;
      return (
        settings.get(`${groupVersion}/${resource}`) ??
        settings.get(groupVersion) ??
        settings.get(`api/${stabilityOf(version)}`) ??
        settings.get('api/all') ??
        byDefault
      );
    },
  };
}

function stabilityOf(version: string): 'alpha' | 'beta' | 'ga' {
  if (version.includes('alpha')) return 'alpha';
  return version.includes('beta') ? 'beta' : 'ga';
}
