/**
 * DenyServiceExternalIPs: nobody adds an external address to a service, by which traffic of others could be taken.
 *
 * Source: plugin/pkg/admission/network/denyserviceexternalips/admission.go.
 */
import type { Service } from '@bulkhead/apimachinery/types/core-v1';
import { refusal } from '../admission-refusal.js';
import type { AdmissionPlugin } from '../plugin.js';
import { isWriteOf } from '../request-match.js';

export function denyServiceExternalIPs(): AdmissionPlugin {
  return {
    name: 'DenyServiceExternalIPs',
    handles: (attributes) => isWriteOf(attributes, ['CREATE', 'UPDATE'], '', 'services'),
    validate(attributes) {
      const service: Service | undefined = attributes.object;
      const oldService: Service | undefined = attributes.oldObject;
      const old = new Set(oldService?.spec?.externalIPs ?? []);
      if ((service?.spec?.externalIPs ?? []).every((address) => old.has(address))) return;
      throw refusal(attributes, 'Use of external IPs is denied by admission control');
    },
  };
}
