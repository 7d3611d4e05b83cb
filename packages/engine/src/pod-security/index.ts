export { validate } from './admission.js';
