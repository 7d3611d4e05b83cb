// Writes packages/apiserver/src/tables/generated/columns.ts from ../shared/data/table-columns.json: which columns the
// table of each resource has, by minor.
import { GENERATED, jsonByLine, minorOf, templateLiteral } from './generated-text.mjs';

const HEADER = `//
// JSON text: { "<group>/<resource>": { "<first minor>": "<columns>", ... }, ... }; no columns = the resource is printed as
// every other. Columns are separated by commas and written as their name, then ~ for the format \`name\`, :i for an
// integer, :b for a boolean, :d for a date, and * for one that is only shown when much is asked for.
`;

const OLDEST = 27;
const TYPES = { string: '', integer: ':i', boolean: ':b', date: ':d' };

/** Resources by what the history of the columns calls their printers. */
const PRINTERS = {
  clusterCIDR: 'networking.k8s.io/clustercidrs',
  cronJob: 'batch/cronjobs',
  deviceClass: 'resource.k8s.io/deviceclasses',
  deviceTaint: 'resource.k8s.io/devicetaintrules',
  job: 'batch/jobs',
  leaseCandidate: 'coordination.k8s.io/leasecandidates',
  nodeResourceCapacity: 'resource.k8s.io/resourceslices',
  nodeResourceSlice: 'resource.k8s.io/resourceslices',
  persistentVolume: '/persistentvolumes',
  persistentVolumeClaim: '/persistentvolumeclaims',
  podCertificateRequest: 'certificates.k8s.io/podcertificaterequests',
  podGroup: 'scheduling.k8s.io/podgroups',
  podSchedulingCtx: 'resource.k8s.io/podschedulingcontexts',
  priorityClass: 'scheduling.k8s.io/priorityclasses',
  resourceClaim: 'resource.k8s.io/resourceclaims',
  resourceClaimParameters: 'resource.k8s.io/resourceclaimparameters',
  resourceClaimTemplate: 'resource.k8s.io/resourceclaimtemplates',
  resourceClass: 'resource.k8s.io/resourceclasses',
  resourceClassParameters: 'resource.k8s.io/resourceclassparameters',
  resourcePoolStatusRequest: 'resource.k8s.io/resourcepoolstatusrequests',
  resourceQuota: '/resourcequotas',
  serviceAccount: '/serviceaccounts',
  serviceCIDR: 'networking.k8s.io/servicecidrs',
  storageVersionMigration: 'storagemigration.k8s.io/storageversionmigrations',
  volumeAttributesClass: 'storage.k8s.io/volumeattributesclasses',
  workload: 'scheduling.k8s.io/workloads',
};

const isDefault = (columns) => columns.some(({ name }) => name === 'Created At');

const columnText = ({ name, type, format = '', priority = 0 }) => {
  if (!(type in TYPES) || !['', 'name'].includes(format)) throw new Error(`unknown form of column ${name}`);
  return `${name}${format === 'name' ? '~' : ''}${TYPES[type]}${priority > 0 ? '*' : ''}`;
};

const columnsText = (columns) => (columns === null || isDefault(columns) ? '' : columns.map(columnText).join(','));

/** `v1/pods` as `/pods`, `apps/v1/deployments` as `apps/deployments`. */
function resourceKey(text) {
  const parts = text.split('/');
  return parts.length === 2 ? `/${parts[1]}` : `${parts[0]}/${parts[2]}`;
}

/** Files by their path from the project's root. */
export function generateTableColumns(readShared) {
  const { resources, changesByMinor } = readShared('table-columns.json');
  const table = new Map();
  for (const [name, { columns }] of Object.entries(resources)) {
    table.set(resourceKey(name), new Map([[OLDEST, columnsText(columns)]]));
  }
  const changed = new Map();
  for (const [printer, runs] of Object.entries(changesByMinor.printers)) {
    const key = PRINTERS[printer];
    if (key === undefined) throw new Error(`no resource for printer ${printer}`);
    const history = changed.get(key) ?? new Map();
    // What another printer of the resource shows comes before what this one does not.
    for (const { from, columns } of runs) {
      const since = minorOf(from);
      if (columns !== null || !history.get(since)) history.set(since, columnsText(columns));
    }
    changed.set(key, history);
  }
  for (const [key, history] of changed) table.set(key, history);
  const entries = [...table.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, history]) => [key, Object.fromEntries([...history].sort(([a], [b]) => a - b))])
    .filter(([, history]) => Object.values(history).some((columns) => columns !== ''));
  return new Map([
    [
      'packages/apiserver/src/tables/generated/columns.ts',
      `${GENERATED}\n${HEADER}export const columnsText: string = ${templateLiteral(jsonByLine(Object.fromEntries(entries)))};\n`,
    ],
  ]);
}
