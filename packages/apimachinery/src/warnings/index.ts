export { warningsFor } from './warnings-for.js';
