import type { Volume } from '@bulkhead/apimachinery/types/core-v1';
import type { WorkloadRule } from '../../rule.js';

/** Where images keep files of their own; a mount anywhere else usually makes a new folder. */
const FOLDERS: readonly string[] = ['/etc/', '/usr/', '/opt/', '/var/lib/', '/var/www/', '/srv/'];

export const coveredFolder: WorkloadRule = {
  id: 'resources/covered-folder',
  title: 'A volume over a folder of the image',
  severity: 'info',
  gains: 'nothing',
  isAlwaysUsual: true,
  layer: 'container',
  standards: [],
  description:
    'A ConfigMap or Secret is mounted as a whole over a folder in which images have files. Whatever the image has there is hidden.',
  risk: 'Defaults that the program counts on, secure ones among them, are gone.',
  remediation: 'Check what the image has there; `subPath` mounts a single file (which then is not updated any more).',
  subject: 'workload',
  check: (workload) => {
    const { volumes = [], containers = [] } = workload.pod.spec ?? {};
    const names = new Set(volumes.filter(isConfiguration).map(({ name }) => name));
    if (names.size === 0) return undefined;
    const fields: string[] = [];
    const texts: string[] = [];
    for (const [index, { volumeMounts = [] }] of containers.entries()) {
      for (const [at, { name, mountPath = '', subPath = '', subPathExpr = '' }] of volumeMounts.entries()) {
        if (!names.has(name) || subPath !== '' || subPathExpr !== '') continue;
        if (!FOLDERS.some((folder) => mountPath.startsWith(folder))) continue;
        fields.push(workload.path(`spec.containers[${index}].volumeMounts[${at}].mountPath`));
        texts.push(mountPath);
      }
    }
    if (fields.length === 0) return undefined;
    return { fields, message: `what the image has in ${[...new Set(texts)].join(', ')} is hidden by the mount` };
  },
};

const isConfiguration = ({ configMap, secret }: Volume): boolean => configMap !== undefined || secret !== undefined;
