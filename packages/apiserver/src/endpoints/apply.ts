/**
 * Server-side apply: the body says what its manager wants, and nothing else.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go applyPatcher.
 */

import { decodeObject, decodingError } from '@bulkhead/apimachinery';
import { readSingle } from '@bulkhead/manifest';
import type { JsonObject } from '@bulkhead/patch';
import type { ApiResponse } from '../http/request.js';
import { StatusError } from '../http/status-error.js';
import { apiTime } from '../registry/api-time.js';
import { badRequest, conflict, plainError } from '../registry/failures.js';
import { internalForm } from '../registry/internal-form.js';
import type { KubeObject } from '../registry/kube-object.js';
import type { WriteOptions } from './options.js';
import { decoding, plainObject, strictWarnings } from './request-body.js';
import { respondWritten } from './respond.js';
import type { ResourceTarget } from './target.js';
import { inNamespace, withName } from './writes.js';

export async function applyPatch(
  target: ResourceTarget,
  bytes: Buffer,
  options: WriteOptions,
  authorizeCreate: () => Promise<void>,
): Promise<ApiResponse> {
  const { context, version, registry, namespace, name, subresource, resource } = target;
  const configuration = readConfiguration(bytes, options, context);
  context.audit?.setPatch(configuration);
  const mayCreate = subresource === '';
  const outcome = await registry.update(context, {
    version,
    namespace,
    name,
    subresource,
    options,
    change: (current) => appliedObject(target, current, configuration, options),
    isPatch: true,
    tracksFields: false,
    ...(mayCreate
      ? {
          createInstead: async () => {
            await authorizeCreate();
            const { uid } = (configuration['metadata'] ?? {}) as { readonly uid?: string };
            if (uid !== undefined && uid !== '') {
              const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
              throw conflict(resource, name, why);
            }
            return appliedObject(target, undefined, configuration, options);
          },
        }
      : {}),
  });
  return respondWritten(target, outcome);
}

/** YAML, which JSON is too. */
export function readConfiguration(
  bytes: Buffer,
  options: WriteOptions,
  { warnings }: ResourceTarget['context'],
): JsonObject {
  const text = bytes.toString('utf8');
  const plain = plainObject(text);
  if (plain !== undefined) return plain as JsonObject;
  const { document, error } = readSingle(text, { format: 'yaml', bytes });
  if (error !== undefined) {
    const message = error.message.replace(/ \(.* that begins at line \d+, column \d+\)$/, '');
    throw badRequest(`error decoding YAML: error converting YAML to JSON: yaml: line ${error.line}: ${message}`);
  }
  const lines = (document?.duplicates ?? []).map(
    ({ key, last }) => `  line ${last.line}: key "${key}" already set in map`,
  );
  if (lines.length > 0 && options.fieldValidation !== 'Ignore') {
    const problem = `error converting YAML to JSON: yaml: unmarshal errors:\n${lines.join('\n')}`;
    if (options.fieldValidation === 'Strict') throw badRequest(`error strict decoding YAML: ${problem}`);
    for (const warning of strictWarnings(problem)) warnings.add(warning);
  }
  const value = document?.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('error decoding YAML: the body is no object');
  }
  return value as JsonObject;
}

function appliedObject(
  target: ResourceTarget,
  live: KubeObject | undefined,
  configuration: JsonObject,
  options: WriteOptions,
): KubeObject {
  const { context, version, registry, subresource } = target;
  const result = registry.fields.apply(version.kind, {
    live,
    configuration,
    manager: options.fieldManager,
    force: options.force,
    subresource,
    now: apiTime(context.receivedAt),
  });
  if (!result.ok) throw new StatusError(result.failure);
  const { object, findings } = decodeObject(result.object, context.profile, decoding(context.profile));
  const failure = decodingError(findings);
  if (failure !== undefined) throw plainError(failure);
  const typed = { metadata: {}, ...object } as unknown as KubeObject;
  return internalForm(withName(target, inNamespace(target, typed)), context.profile);
}
