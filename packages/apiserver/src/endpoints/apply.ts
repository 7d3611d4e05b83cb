/** Server-side apply. */
import type { ApiResponse } from '../http/request.js';
import { StatusError } from '../http/status-error.js';
import type { WriteOptions } from './options.js';
import type { ResourceTarget } from './target.js';

export function applyPatch(
  _target: ResourceTarget,
  _bytes: Buffer,
  _options: WriteOptions,
  _authorizeCreate: () => Promise<void>,
): Promise<ApiResponse> {
  return Promise.reject(
    new StatusError({ code: 415, reason: 'UnsupportedMediaType', message: '415: Unsupported Media Type', details: {} }),
  );
}
