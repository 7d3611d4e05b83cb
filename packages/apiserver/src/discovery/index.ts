/** What a server serves, told to clients. */
export { DiscoveryHandler } from './discovery-handler.js';
