/** How objects of each resource are told in cells. */
import type { Printer } from '../table-types.js';
import { AUTOSCALING } from './autoscaling.js';
import { CLUSTER } from './cluster.js';
import { DEVICES } from './devices.js';
import { EVENTS } from './event.js';
import { FLOW_CONTROL } from './flow-control.js';
import { NETWORKING } from './networking.js';
import { SECURITY } from './security.js';
import { STORAGE } from './storage.js';
import { WORKLOADS } from './workloads.js';

export { podConditions } from './pod.js';

const PRINTERS: ReadonlyMap<string, Printer> = new Map([
  ...AUTOSCALING,
  ...CLUSTER,
  ...DEVICES,
  ...EVENTS,
  ...FLOW_CONTROL,
  ...NETWORKING,
  ...SECURITY,
  ...STORAGE,
  ...WORKLOADS,
]);

/** Undefined for resources that have a name and an age alone. */
export const printerOf = (group: string, resource: string): Printer | undefined => PRINTERS.get(`${group}/${resource}`);
