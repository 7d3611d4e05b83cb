/** Source: https://kep.k8s.io/4633 and what each version made of it. */
import type { Kep } from './kep.js';

export const anonymousEndpoints: Kep = {
  kep: 4633,
  title: 'Anonymous requests for named endpoints only',
  gates: ['AnonymousAuthConfigurableEndpoints', 'StructuredAuthenticationConfiguration'],
  fields: [],
  configuration: [
    'AuthenticationConfiguration (apiserver.config.k8s.io) anonymous.enabled and anonymous.conditions[].path',
    'kube-apiserver --authentication-config',
  ],
  turnOn: [
    {
      minor: 31,
      settings: [
        'AuthenticationConfiguration (apiserver.config.k8s.io/v1beta1) anonymous: {enabled: true, conditions: [{path: /livez}, {path: /readyz}, {path: /healthz}]}',
        'kube-apiserver --authentication-config=FILE, without --anonymous-auth',
      ],
    },
    {
      minor: 34,
      settings: [
        'AuthenticationConfiguration (apiserver.config.k8s.io/v1) anonymous: {enabled: true, conditions: [{path: /livez}, {path: /readyz}, {path: /healthz}]}',
        'kube-apiserver --authentication-config=FILE, without --anonymous-auth',
      ],
    },
  ],
  prerequisites: ['--anonymous-auth is not set beside anonymous in the file'],
  behaviours: [
    { minor: 27, text: 'not there: --anonymous-auth is on or off for all paths' },
    { minor: 31, text: 'alpha, off' },
    { minor: 32, text: 'beta, on: with conditions anonymous requests to other paths are 401' },
    { minor: 34, text: 'GA, cannot be switched off; the file is v1' },
  ],
  notes: ['the usual list is /livez, /readyz and /healthz', 'paths are compared as a whole, without wildcards'],
  mustEnableOn: ['kube-apiserver'],
};
