/**
 * Whose requests a flow schema is about: one of a user, a group and a service account.
 * Source: pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchemaSubject.
 */
import type { ServiceAccountSubject, Subject } from '../../generated/types/flowcontrol-v1.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateDns1123Label, validateDns1123Subdomain } from '../name.js';
import { isSet, text } from '../zero-value.js';

const KINDS = ['Group', 'ServiceAccount', 'User'] as const;

/** The field of each kind, in the order in which those of the other kinds are reported. */
const MEMBERS = [
  ['ServiceAccount', 'serviceAccount'],
  ['User', 'user'],
  ['Group', 'group'],
] as const;

export function validateFlowSubject(subject: Subject, path: Path, errors: ErrorList): void {
  const kind = text(subject.kind);
  const own = MEMBERS.find(([memberKind]) => memberKind === kind)?.[1];
  if (own === undefined) return errors.notSupported(path.child('kind'), kind, KINDS);
  const ownPath = path.child(own);
  if (!isSet(subject[own])) errors.required(ownPath, `${own} is required when subject kind is '${kind}'`);
  else if (own === 'serviceAccount') validateAccount(subject.serviceAccount, ownPath, errors);
  else if (text(subject[own]?.name) === '') errors.required(ownPath.child('name'));
  for (const [otherKind, other] of MEMBERS) {
    if (other === own || !isSet(subject[other])) continue;
    errors.forbidden(path.child(other), `${other} is forbidden when subject kind is not '${otherKind}'`);
  }
}

function validateAccount(account: ServiceAccountSubject | undefined, path: Path, errors: ErrorList): void {
  const name = text(account?.name);
  const namespace = text(account?.namespace);
  if (name === '') errors.required(path.child('name'));
  else if (name !== '*') validateDns1123Subdomain(name, path, 'name', errors);
  if (namespace === '') errors.required(path.child('namespace'), 'must specify namespace for service account');
  else validateDns1123Label(namespace, path, 'namespace', errors);
}
