/** Acting as another user. */
export { impersonationStage } from './impersonation-stage.js';
