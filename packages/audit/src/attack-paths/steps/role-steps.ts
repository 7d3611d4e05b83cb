/**
 * Steps by writing roles and bindings: `escalate` with writing the role, `bind` with writing a binding, and the rights
 * that are everything already. `escalate` or `bind` without the write leads nowhere, and neither does the write alone:
 * what one does not hold cannot be handed out.
 */
import type { IndexedRole } from '@bulkhead/engine/rbac';
import { CLUSTER_ADMIN, type Foothold, foothold } from '../foothold.js';
import type { Need } from '../need.js';
import type { Rights } from '../rights.js';
import { type Condition, met, type Requirement } from '../step.js';
import type { StepSink } from './step-sink.js';

/** ClusterRoles into which the control plane aggregates others. */
const AGGREGATED: ReadonlySet<string> = new Set(['admin', 'edit', 'view']);

export function roleSteps(rights: Rights, sink: StepSink): void {
  if (rights.has('everything')) {
    sink.addIn(rights, 'all-rights', rights.isClusterWide ? CLUSTER_ADMIN : sink.places.of('namespace', rights.scope), {
      requirements: [rights.any('everything')],
    });
  }
  if (rights.isClusterWide) {
    escalateClusterRole(rights, sink);
    bindTo(rights, sink, 'ClusterRole', 'createClusterRoleBindings', 'editClusterRoleBindings');
  } else {
    bindTo(rights, sink, 'Role', 'createRoleBindings', 'editRoleBindings');
  }
  escalateRole(rights, sink);
  bindTo(rights, sink, 'ClusterRole', 'createRoleBindings', 'editRoleBindings');
}

function escalateClusterRole(rights: Rights, sink: StepSink): void {
  const escalate = rights.any('escalateClusterRoles');
  // Who holds these rights cluster-wide is bound to a ClusterRole by a ClusterRoleBinding.
  sink.add('escalate-role', CLUSTER_ADMIN, { requirements: [escalate, rights.any('editClusterRoles')] });
  for (const { role, binding } of rights.boundRoles()) {
    const isNamed = rights.names('escalateClusterRoles').includes(role.name);
    const isNamedForEdit = rights.names('editClusterRoles').includes(role.name);
    if (!isNamed && !isNamedForEdit) continue;
    sink.add('escalate-role', CLUSTER_ADMIN, {
      requirements: [rights.named('escalateClusterRoles', role.name), rights.named('editClusterRoles', role.name)],
      conditions: [met(`is bound to ClusterRole ${role.name}${binding === undefined ? '' : ` by ${binding.name}`}`)],
    });
  }
  const aggregated = rights.boundRoles().find(({ role }) => AGGREGATED.has(role.name));
  if (aggregated === undefined) return;
  sink.add('aggregate-role', CLUSTER_ADMIN, {
    requirements: [escalate, rights.any('createClusterRoles')],
    conditions: [met(`is bound to ClusterRole ${aggregated.role.name}, which is aggregated`)],
  });
}

function escalateRole(rights: Rights, sink: StepSink): void {
  if (!rights.has('escalateRoles')) return;
  const to = sink.places.of('namespace', rights.scope);
  const names = [undefined, ...rights.names('escalateRoles'), ...rights.names('editRoles')];
  const bound = rights.isClusterWide ? [] : rights.boundRoles().filter(({ role }) => role.kind === 'Role');
  for (const name of new Set(names)) {
    const requirements =
      name === undefined
        ? [rights.any('escalateRoles'), rights.any('editRoles')]
        : [rights.named('escalateRoles', name), rights.named('editRoles', name)];
    const own = bound.find(({ role }) => name === undefined || role.name === name);
    if (own !== undefined) {
      const conditions = [met(`is bound to Role ${rights.scope}/${own.role.name}`)];
      sink.add('escalate-role', to, { requirements, conditions });
    }
    const bindings = rights.any('createRoleBindings');
    sink.addIn(rights, 'escalate-role', to, { requirements: [...requirements, bindings] });
  }
}

/** Binds roles of the kind to oneself, in the scope of the rights. */
function bindTo(rights: Rights, sink: StepSink, kind: 'Role' | 'ClusterRole', create: Need, edit: Need): void {
  const bind: Need = kind === 'Role' ? 'bindRoles' : 'bindClusterRoles';
  if (!rights.has(bind)) return;
  const isClusterBinding = create === 'createClusterRoleBindings';
  const creates = rights.any(create);
  const binds = rights.any(bind);
  if (creates !== undefined && binds !== undefined && kind === 'ClusterRole') {
    sink.addIn(rights, 'bind-role', isClusterBinding ? CLUSTER_ADMIN : sink.places.of('namespace', rights.scope), {
      requirements: [binds, creates],
    });
  }
  for (const role of candidates(rights, sink, kind, bind, creates === undefined)) {
    const to = roleFoothold(role, rights.scope);
    const mayBind = rights.named(bind, role.name);
    if (creates !== undefined) sink.addIn(rights, 'bind-role', to, { requirements: [mayBind, creates] });
    const edited = editedBinding(rights, role, edit, isClusterBinding);
    if (edited === undefined) continue;
    sink.addIn(rights, 'bind-role', to, { requirements: [mayBind, edited.edit], conditions: [edited.condition] });
  }
}

/** Roles with useful rules that may be bound one by one; all of them when bindings can only be changed. */
function candidates(
  rights: Rights,
  sink: StepSink,
  kind: 'Role' | 'ClusterRole',
  bind: Need,
  editOnly: boolean,
): readonly IndexedRole[] {
  const names = new Set(rights.names(bind));
  const isEach = rights.any(bind) !== undefined && (editOnly || kind === 'Role');
  const found: IndexedRole[] = [];
  if (!isEach && names.size === 0) return found;
  const namespace = kind === 'Role' ? rights.scope : '';
  for (const role of sink.grants.usefulRoles(kind, namespace)) if (isEach || names.has(role.name)) found.push(role);
  return found;
}

/** A binding of the role whose subjects may be changed; its role stays. */
function editedBinding(
  rights: Rights,
  role: IndexedRole,
  need: Need,
  isClusterBinding: boolean,
): { readonly edit: Requirement; readonly condition: Condition } | undefined {
  if (!rights.has(need)) return undefined;
  for (const binding of role.bindings) {
    const counts = isClusterBinding ? binding.kind === 'ClusterRoleBinding' : binding.namespace === rights.scope;
    const edit = counts ? rights.named(need, binding.name) : undefined;
    if (edit !== undefined) return { edit, condition: met(`${binding.kind} ${binding.name} binds the role already`) };
  }
  return undefined;
}

const roleFoothold = (role: IndexedRole, scope: string): Foothold =>
  foothold('role', scope, `${role.kind}/${role.namespace === '' ? '' : `${role.namespace}/`}${role.name}`);
