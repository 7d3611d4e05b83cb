/**
 * What an apply would take from others.
 * Source: k8s.io/apimachinery/pkg/util/managedfields/internal/conflict.go.
 */

import { goQuote } from '@bulkhead/apimachinery';
import { compareGoStrings } from '@bulkhead/apimachinery/wire';
import { type FailureCause, type PatchFailure } from '../failure.js';
import { type Fields, pathsOf } from '../fields-v1/fields.js';
import { printElement } from '../fields-v1/path-element.js';
import type { ManagerIdentity } from './entry.js';

export interface Conflict {
  readonly id: string;
  readonly manager: ManagerIdentity;
  readonly fields: Fields;
}

/** Clients show no more, and one apply can touch many fields of many managers. */
const MAX_CAUSES = 1000;

/** 409, with a cause for each field. */
export function conflictFailure(conflicts: readonly Conflict[]): PatchFailure {
  const sorted = [...conflicts].sort((a, b) => compareGoStrings(a.id, b.id));
  const causes: FailureCause[] = [];
  const blocks: string[] = [];
  let count = 0;
  for (const { manager, fields } of sorted) {
    const name = printManager(manager);
    const lines: string[] = [];
    for (const path of pathsOf(fields)) {
      count++;
      if (causes.length >= MAX_CAUSES) continue;
      const field = path.map(printElement).join('');
      lines.push(`- ${field}`);
      causes.push({ reason: 'FieldManagerConflict', message: `conflict with ${name}`, field });
    }
    if (lines.length > 0) blocks.push(`conflicts with ${name}:`, ...lines);
  }
  const [only] = causes;
  const message =
    count === 1 && only !== undefined
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${count} conflicts: ${blocks.join('\n')}`;
  return { code: 409, reason: 'Conflict', message, details: { causes } };
}

/** `"hpa" with subresource "scale" using apps/v1`. */
function printManager({ manager, operation, apiVersion, subresource }: ManagerIdentity): string {
  const part = subresource === '' ? '' : ` with subresource ${goQuote(subresource)}`;
  return `${goQuote(manager)}${part}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}
