/**
 * The name that a LimitRange without one gets. Source: pkg/registry/core/limitrange/strategy.go PrepareForCreate.
 */
import type { LimitRange } from '../../generated/types/core-v1.js';
import { text } from '../zero-value.js';
import { NEW_UID } from './job.js';

/** A random uid takes this one's place. */
export const prepareLimitRange = (limitRange: LimitRange): LimitRange =>
  text(limitRange.metadata?.name) === ''
    ? { ...limitRange, metadata: { ...limitRange.metadata, name: NEW_UID } }
    : limitRange;
