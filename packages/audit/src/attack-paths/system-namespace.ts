/** The namespace whose service accounts the control plane's controllers use. */
export const SYSTEM_NAMESPACE = 'kube-system';
