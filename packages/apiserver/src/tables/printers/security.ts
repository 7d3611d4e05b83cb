/** Who may do what, and what is let in. Source: pkg/printers/internalversion/printers.go. */
import type {
  MutatingWebhookConfiguration,
  ParamKind,
  ParamRef,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from '@bulkhead/apimachinery/types/admissionregistration-v1';
import type { MutatingAdmissionPolicy } from '@bulkhead/apimachinery/types/admissionregistration-v1beta1';
import type { CertificateSigningRequest } from '@bulkhead/apimachinery/types/certificates-v1';
import type { ClusterTrustBundle, PodCertificateRequest } from '@bulkhead/apimachinery/types/certificates-v1beta1';
import type { RoleBinding, Subject } from '@bulkhead/apimachinery/types/rbac-v1';
import { humanDuration } from '../age.js';
import { conditionOf, labelsText, selectorText } from '../cell-text.js';
import { type Cells, NONE, type PrintContext, type Printers, UNSET } from '../table-types.js';

function printRoleBinding({ roleRef, subjects }: RoleBinding): Cells {
  const names = (kind: string, text: (subject: Subject) => string): string =>
    (subjects ?? [])
      .filter((subject) => subject.kind === kind)
      .map(text)
      .join(', ');
  return {
    Role: `${roleRef?.kind ?? ''}/${roleRef?.name ?? ''}`,
    Users: names('User', ({ name = '' }) => name),
    Groups: names('Group', ({ name = '' }) => name),
    ServiceAccounts: names('ServiceAccount', ({ namespace = '', name = '' }) => `${namespace}/${name}`),
  };
}

function printCertificateSigningRequest({ spec, status }: CertificateSigningRequest): Cells {
  const has = (type: string): boolean => conditionOf(status?.conditions, type) !== undefined;
  const words = [has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending'];
  if (has('Failed')) words.push('Failed');
  if ((status?.certificate ?? '') !== '') words.push('Issued');
  const seconds = spec?.expirationSeconds;
  return {
    SignerName: spec?.signerName || NONE,
    Requestor: spec?.username ?? '',
    RequestedDuration: seconds === undefined ? NONE : humanDuration(seconds * 1000),
    Condition: words.join(','),
  };
}

const printClusterTrustBundle = ({ spec }: ClusterTrustBundle): Cells => ({ SignerName: spec?.signerName || NONE });

function printPodCertificateRequest({ spec, status }: PodCertificateRequest): Cells {
  const ended = (status?.conditions ?? []).filter(({ type = '' }) => ENDS.has(type));
  return {
    PodName: spec?.podName ?? '',
    ServiceAccountName: spec?.serviceAccountName ?? '',
    NodeName: spec?.nodeName ?? '',
    SignerName: spec?.signerName ?? '',
    State: ended.at(-1)?.type ?? 'Pending',
    UnverifiedUserAnnotations: labelsText(spec?.unverifiedUserAnnotations),
  };
}

const ENDS: ReadonlySet<string> = new Set(['Issued', 'Denied', 'Failed']);

const printPolicy = ({ spec }: ValidatingAdmissionPolicy): Cells => ({
  Validations: spec?.validations?.length ?? 0,
  ParamKind: paramKindText(spec?.paramKind),
});

const printMutatingPolicy = ({ spec }: MutatingAdmissionPolicy): Cells => ({
  Mutations: spec?.mutations?.length ?? 0,
  ParamKind: paramKindText(spec?.paramKind),
});

const paramKindText = (kind: ParamKind | undefined): string =>
  kind === undefined ? UNSET : `${kind.apiVersion ?? ''}/${kind.kind ?? ''}`;

const printPolicyBinding = ({ spec }: ValidatingAdmissionPolicyBinding, { minor }: PrintContext): Cells => ({
  PolicyName: spec?.policyName ?? '',
  ParamRef: paramRefText(spec?.paramRef, minor),
});

function paramRefText(reference: ParamRef | undefined, minor: number): string {
  if (reference === undefined) return UNSET;
  const { name = '', namespace = '', selector } = reference;
  if (name !== '') return `${namespace === '' ? '*' : namespace}/${name}`;
  return selector === undefined ? UNSET : selectorText(selector, minor);
}

const printWebhooks = ({ webhooks }: MutatingWebhookConfiguration): Cells => ({ Webhooks: webhooks?.length ?? 0 });

export const SECURITY: Printers = [
  ['admissionregistration.k8s.io/mutatingadmissionpolicies', printMutatingPolicy],
  ['admissionregistration.k8s.io/mutatingadmissionpolicybindings', printPolicyBinding],
  ['admissionregistration.k8s.io/mutatingwebhookconfigurations', printWebhooks],
  ['admissionregistration.k8s.io/validatingadmissionpolicies', printPolicy],
  ['admissionregistration.k8s.io/validatingadmissionpolicybindings', printPolicyBinding],
  ['admissionregistration.k8s.io/validatingwebhookconfigurations', printWebhooks],
  ['certificates.k8s.io/certificatesigningrequests', printCertificateSigningRequest],
  ['certificates.k8s.io/clustertrustbundles', printClusterTrustBundle],
  ['certificates.k8s.io/podcertificaterequests', printPodCertificateRequest],
  ['rbac.authorization.k8s.io/clusterrolebindings', printRoleBinding],
  ['rbac.authorization.k8s.io/rolebindings', printRoleBinding],
];
