/** How the API server speaks to kubelets. */
import type { FlaggedComponent } from '../flagged-component.js';
import { type Verdicts, verdict } from '../verdict.js';

export function kubeletAuthority({ flags }: FlaggedComponent): Verdicts {
  if (flags.has('kubelet-certificate-authority')) return undefined;
  const text = '--kubelet-certificate-authority is not set: certificates of kubelets are not verified';
  const why = 'whoever stands between reads and answers exec, attach, port-forward and logs';
  return verdict(`${text}, so ${why}; set it, and give kubelets certificates of that authority`, [flags.missing]);
}

export function kubeletClientCertificate({ flags }: FlaggedComponent): Verdicts {
  const missing = ['kubelet-client-certificate', 'kubelet-client-key'].filter((name) => !flags.has(name));
  if (missing.length === 0) return undefined;
  const text = `--${missing.join(' and --')} ${missing.length > 1 ? 'are' : 'is'} not set`;
  return verdict(`${text}: kubelets see an anonymous caller, and must allow that one everything`, [flags.missing]);
}
