import { type Case, describeValidation, SUBDOMAIN } from '../validation.test-support.js';

const GROUP = 'rbac.authorization.k8s.io';
const apiVersion = `${GROUP}/v1`;
const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const role = { apiVersion, kind: 'Role', metadata: { name: 'system:reader' }, rules: [rule] };
const clusterRole = { ...role, kind: 'ClusterRole', rules: [rule, { nonResourceURLs: ['/healthz'], verbs: ['get'] }] };
const subject = { kind: 'User', apiGroup: GROUP, name: 'ann@example.com' };
const binding = {
  apiVersion,
  kind: 'RoleBinding',
  metadata: { name: 'readers' },
  roleRef: { apiGroup: GROUP, kind: 'Role', name: 'reader' },
  subjects: [subject],
};
const clusterBinding = { ...binding, kind: 'ClusterRoleBinding', roleRef: { ...binding.roleRef, kind: 'ClusterRole' } };

const ROLES: readonly Case[] = [
  [
    'a name that is a path',
    { metadata: { name: 'a/b' } },
    [`metadata.name: Invalid value: "a/b": may not contain '/'`],
  ],
  ['no rules', { rules: undefined }, []],
  [
    'an empty rule',
    { rules: [{}] },
    [
      'rules[0].verbs: Required value: verbs must contain at least one value',
      'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
      'rules[0].resources: Required value: resource rules must supply at least one resource',
    ],
  ],
  [
    'paths beside resources',
    { rules: [rule, { ...rule, nonResourceURLs: ['/a'] }] },
    {
      27: [
        'rules[1].nonResourceURLs: Invalid value: []string{"/a"}: namespaced rules cannot apply to non-resource URLs',
        'rules[1].nonResourceURLs: Invalid value: []string{"/a"}: rules cannot apply to both regular resources and non-resource URLs',
      ],
      34: [
        'rules[1].nonResourceURLs: Invalid value: ["/a"]: namespaced rules cannot apply to non-resource URLs',
        'rules[1].nonResourceURLs: Invalid value: ["/a"]: rules cannot apply to both regular resources and non-resource URLs',
      ],
    },
  ],
];

const CLUSTER_ROLES: readonly Case[] = [
  [
    'paths beside names of objects',
    { rules: [{ verbs: ['get'], nonResourceURLs: ['/a'], resourceNames: ['b'] }] },
    {
      34: [
        'rules[0].nonResourceURLs: Invalid value: ["/a"]: rules cannot apply to both regular resources and non-resource URLs',
      ],
    },
  ],
  ['aggregation', { rules: [], aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } }, []],
  [
    'aggregation of nothing',
    { aggregationRule: {} },
    [
      'aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
    ],
  ],
  [
    'aggregation by a bad selector',
    { aggregationRule: { clusterRoleSelectors: [{ matchExpressions: [{ key: 'a', operator: 'Any' }] }] } },
    {
      34: [
        'aggregationRule.clusterRoleSelectors[0].matchExpressions[0].operator: Invalid value: "Any": not a valid selector operator',
        'aggregationRule.clusterRoleSelectors[0]: Invalid value: null: invalid label selector.',
      ],
    },
  ],
];

const BINDINGS: readonly Case[] = [
  ['the group by default', { roleRef: { apiGroup: undefined } }, []],
  [
    'a role of another group',
    { roleRef: { apiGroup: 'apps', kind: 'Deployment', name: '' } },
    [
      `roleRef.apiGroup: Unsupported value: "apps": supported values: "${GROUP}"`,
      'roleRef.kind: Unsupported value: "Deployment": supported values: "Role", "ClusterRole"',
      'roleRef.name: Required value',
    ],
  ],
  ['a role whose name is a path', { roleRef: { name: '..' } }, [`roleRef.name: Invalid value: "..": may not be '..'`]],
  ['a subject without name', { subjects: [subject, { ...subject, name: '' }] }, ['subjects[1].name: Required value']],
  [
    'a group of another API group',
    { subjects: [{ ...subject, kind: 'Group', apiGroup: 'apps' }] },
    [`subjects[0].apiGroup: Unsupported value: "apps": supported values: "${GROUP}"`],
  ],
  [
    'an account with a bad name and a group',
    { subjects: [{ kind: 'ServiceAccount', name: 'A', apiGroup: GROUP, namespace: 'a' }] },
    [
      `subjects[0].name: Invalid value: "A": ${SUBDOMAIN}`,
      `subjects[0].apiGroup: Unsupported value: "${GROUP}": supported values: ""`,
    ],
  ],
  ["an account of the binding's namespace", { subjects: [{ kind: 'ServiceAccount', name: 'a' }] }, []],
  [
    'an unknown kind',
    { subjects: [{ kind: 'Robot', name: 'a' }] },
    ['subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"'],
  ],
];

const CLUSTER_BINDINGS: readonly Case[] = [
  [
    'a role of a namespace',
    { roleRef: { kind: 'Role' } },
    ['roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"'],
  ],
  [
    'an account without namespace',
    { subjects: [{ kind: 'ServiceAccount', name: 'a' }] },
    ['subjects[0].namespace: Required value'],
  ],
];

describeValidation('a Role', role, ROLES);
describeValidation('a ClusterRole', clusterRole, CLUSTER_ROLES);
describeValidation('a RoleBinding', binding, BINDINGS);
describeValidation('a ClusterRoleBinding', clusterBinding, CLUSTER_BINDINGS);
