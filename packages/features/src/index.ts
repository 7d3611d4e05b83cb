export * from './cluster-profile.js';
