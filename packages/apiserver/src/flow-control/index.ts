/** Who is served first when all want to be served at once. */
export { type BootstrapFlowControl, bootstrapFlowControlObjects } from './bootstrap-objects.js';
export { DUMP_PATH, dumpPriorityLevels } from './dump.js';
export { FlowController, type FlowControllerOptions, type FlowObjects } from './flow-controller.js';
export type { FlowSchema, PriorityLevel } from './flow-objects.js';
