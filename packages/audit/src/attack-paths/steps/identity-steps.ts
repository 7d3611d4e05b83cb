/**
 * Steps that take another identity or its secrets: impersonation, tokens, and reading or making Secrets. Groups can be
 * impersonated only together with a user or service account. A read that is limited to names gives those secrets; list
 * and watch give contents like get.
 */
import { splitServiceAccountUsername } from '@bulkhead/engine/authorization';
import { CLUSTER_ADMIN, EVERY_NAMESPACE, type Foothold, foothold } from '../foothold.js';
import type { Rights } from '../rights.js';
import { met, oneOf, unknown } from '../step.js';
import { SYSTEM_NAMESPACE } from '../system-namespace.js';
import type { StepSink } from './step-sink.js';

const severityIn = (scope: string) =>
  scope === EVERY_NAMESPACE || scope === SYSTEM_NAMESPACE ? { severity: 'critical' as const } : {};

export function identitySteps(rights: Rights, sink: StepSink): void {
  if (rights.isClusterWide) {
    impersonateUsers(rights, sink);
    impersonateGroups(rights, sink);
  }
  impersonateServiceAccounts(rights, sink);
  readSecrets(rights, sink);
  requestTokens(rights, sink);
  makeTokenSecret(rights, sink);
  createServiceAccount(rights, sink);
}

function impersonateUsers(rights: Rights, sink: StepSink): void {
  sink.add('impersonate', foothold('anyUser'), { requirements: [rights.any('impersonateUsers')] });
  for (const name of rights.names('impersonateUsers')) {
    // A name of that form is asked for as a service account, never as a user.
    if (splitServiceAccountUsername(name) !== undefined) continue;
    sink.add('impersonate', foothold('user', '', name), { requirements: [rights.named('impersonateUsers', name)] });
  }
}

function impersonateGroups(rights: Rights, sink: StepSink): void {
  if (!rights.has('impersonateGroups')) return;
  // Nobody is in a group alone: some identity must come with it.
  const somebody = oneOf(rights.some('impersonateUsers'), rights.some('impersonateServiceAccounts'));
  sink.add('impersonate', CLUSTER_ADMIN, {
    requirements: [rights.any('impersonateGroups'), somebody],
    severity: 'critical',
    conditions: [met('system:masters is a group like any other here')],
  });
  for (const name of rights.names('impersonateGroups')) {
    sink.add('impersonate', foothold('group', '', name), {
      requirements: [rights.named('impersonateGroups', name), somebody],
    });
  }
}

function impersonateServiceAccounts(rights: Rights, sink: StepSink): void {
  if (!rights.has('impersonateServiceAccounts')) return;
  sink.addIn(rights, 'impersonate', sink.places.of('serviceAccounts', rights.scope), {
    requirements: [rights.any('impersonateServiceAccounts')],
    ...severityIn(rights.scope),
  });
  for (const name of rights.names('impersonateServiceAccounts')) {
    for (const to of namedServiceAccounts(rights, sink, name)) {
      sink.addIn(rights, 'impersonate', to, { requirements: [rights.named('impersonateServiceAccounts', name)] });
    }
  }
}

/** The service account of that name in the namespace; cluster-wide, in every namespace where it has useful rights. */
function namedServiceAccounts(rights: Rights, sink: StepSink, name: string): readonly Foothold[] {
  const namespaces = rights.isClusterWide ? sink.grants.serviceAccountNamespaces() : [rights.scope];
  return namespaces
    .filter((namespace) => !rights.isClusterWide || sink.grants.usefulServiceAccounts(namespace).includes(name))
    .map((namespace) => foothold('serviceAccount', namespace, name));
}

function readSecrets(rights: Rights, sink: StepSink): void {
  if (!rights.has('readSecrets')) return;
  sink.addIn(rights, 'read-secrets', sink.places.of('secrets', rights.scope), {
    requirements: [rights.any('readSecrets')],
    ...severityIn(rights.scope),
  });
  for (const name of rights.names('readSecrets')) {
    sink.addIn(rights, 'read-secrets', foothold('secrets', rights.scope, name), {
      requirements: [rights.named('readSecrets', name)],
      severity: 'medium',
    });
  }
}

function requestTokens(rights: Rights, sink: StepSink): void {
  if (!rights.has('createTokens')) return;
  sink.addIn(rights, 'request-token', sink.places.of('serviceAccounts', rights.scope), {
    requirements: [rights.any('createTokens')],
    ...severityIn(rights.scope),
  });
  for (const name of rights.names('createTokens')) {
    for (const account of namedServiceAccounts(rights, sink, name)) {
      sink.addIn(rights, 'request-token', account, { requirements: [rights.named('createTokens', name)] });
    }
  }
}

export function makeTokenSecret(rights: Rights, sink: StepSink): void {
  if (!rights.has('createSecrets') || !rights.has('readSecrets')) return;
  sink.addIn(rights, 'token-secret', sink.places.of('serviceAccounts', rights.scope), {
    requirements: [rights.any('createSecrets'), rights.any('readSecrets')],
    ...severityIn(rights.scope),
  });
}

/** Bindings may name service accounts that do not exist: whoever creates them has their rights. */
export function createServiceAccount(rights: Rights, sink: StepSink): void {
  if (!rights.has('createServiceAccounts')) return;
  const create = rights.any('createServiceAccounts');
  if (create === undefined) return;
  const use = oneOf(rights.any('createTokens'), rights.any('createPods'), rights.any('writeControllers'));
  const namespaces = rights.isClusterWide ? sink.grants.serviceAccountNamespaces() : [rights.scope];
  for (const namespace of namespaces) {
    // Where the input holds no service accounts, nothing says which are missing.
    const present = sink.facts.serviceAccounts.get(namespace);
    if (present === undefined) continue;
    for (const name of sink.grants.usefulServiceAccounts(namespace)) {
      if (present.has(name)) continue;
      sink.addIn(rights, 'create-service-account', foothold('serviceAccount', namespace, name), {
        requirements: [create, use],
        conditions: [unknown(`ServiceAccount ${namespace}/${name} is not in the input`)],
      });
    }
  }
}
