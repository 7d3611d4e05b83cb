/** The schemas of everything that is served. */
export { OpenApiHandler } from './openapi-handler.js';
