/** The pod of an object as Pod Security sees it: after defaulting, and for pods after the AppArmor annotations' copy. */
import type { VersionProfile } from '@bulkhead/apimachinery';
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import { type ExtractedPod, extractPod, syncAppArmor } from '@bulkhead/engine/pod-security';

export function admittedPod(object: unknown, profile: VersionProfile): ExtractedPod | undefined {
  const extracted = extractPod(applyDefaults(object, profile));
  if (extracted === undefined || extracted.path !== '') return extracted;
  return { ...extracted, pod: syncAppArmor(extracted.pod, profile).pod };
}
