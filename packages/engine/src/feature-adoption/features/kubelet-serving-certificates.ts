/** KEP-4872: in no version yet. What is decided here is who would fail the check once it is there. */
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';

const FLAG = 'enable-kubelet-cert-cn-validation';
const AUTHORITY = 'kubelet-certificate-authority';

export const kubeletServingCertificates: SecurityFeature = {
  kep: 4872,
  name: 'kubelet serving certificates',
  decide: (input) => {
    const uses: FeatureUse[] = [];
    const couldUse: AdoptionPlace[] = [];
    const blocked: AdoptionPlace[] = [];
    const breaks: FeatureBreak[] = [];
    for (const { object, flags } of input.component('kube-apiserver')) {
      const at = (name: string): string => flags.paths(name)[0] ?? '';
      if (flags.has(FLAG)) {
        const message = 'no known version has the flag: kube-apiserver does not start';
        uses.push({ object, fieldPath: at(FLAG), effective: false, message });
        breaks.push({ object, fieldPath: at(FLAG), severity: 'error', message, fix: 'take the flag away until 1.37' });
      } else if (flags.has(AUTHORITY)) {
        const message = 'checks the address in the certificate of a kubelet, and could check the name of the node';
        couldUse.push({ object, fieldPath: at(AUTHORITY), message });
      } else {
        const message = `without --${AUTHORITY} no certificate of a kubelet is checked at all`;
        blocked.push({ object, fieldPath: at(AUTHORITY), message });
      }
    }
    for (const { object, kubelet } of input.kubelets) {
      const [bootstrap, file] = [kubelet.boolean('serverTLSBootstrap'), kubelet.text('tlsCertFile')];
      if (bootstrap === undefined || file === undefined || (file.value === '' && bootstrap.value)) continue;
      const isSelfSigned = file.value === '';
      breaks.push({
        object,
        fieldPath: isSelfSigned ? bootstrap.path : file.path,
        severity: isSelfSigned ? 'error' : 'warning',
        message: isSelfSigned
          ? 'its nodes sign their serving certificate themselves, with another name than system:node:<node>'
          : 'the serving certificate of a file has to carry the common name system:node:<node>',
        fix: 'serverTLSBootstrap: true, and somebody who approves the requests of kubernetes.io/kubelet-serving',
      });
    }
    return { uses, couldUse, blocked, breaks };
  },
};
