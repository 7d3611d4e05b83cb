/**
 * Subresources of pods that a WebSocket opens. It begins with a GET, which is authorized as `get`; from 1.35 on, with
 * AuthorizePodWebsocketUpgradeCreatePermission, `create` is asked, too.
 */
import type { ClusterProfile } from '@bulkhead/features';
import type { Need } from '../../attack-paths/need.js';

const NONE: readonly Need[] = Object.freeze([]);

export const byGet =
  (...needs: readonly Need[]): ((profile: ClusterProfile) => readonly Need[]) =>
  (profile) =>
    profile.minor >= 35 && profile.enabled('AuthorizePodWebsocketUpgradeCreatePermission') ? NONE : needs;
