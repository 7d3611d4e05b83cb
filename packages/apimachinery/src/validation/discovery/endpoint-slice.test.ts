import { type Case, describeValidation, LABEL, SUBDOMAIN } from '../validation.test-support.js';

const base = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'web' },
  addressType: 'IPv4',
  endpoints: [{ addresses: ['10.0.0.1'], nodeName: 'node-1', hostname: 'a' }],
  ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
};
const addresses = (...values: string[]) => ({ endpoints: [{ addresses: values }] });

const ADDRESSES: readonly Case[] = [
  ['no type', { addressType: undefined }, ['addressType: Required value']],
  [
    'an unknown type',
    { addressType: 'IP' },
    ['addressType: Unsupported value: "IP": supported values: "FQDN", "IPv4", "IPv6"'],
  ],
  ['no address', addresses(), ['endpoints[0].addresses: Required value: must contain at least 1 address']],
  [
    'too many addresses',
    addresses(...Array.from({ length: 101 }, (_, index) => `10.0.0.${index + 1}`)),
    ['endpoints[0].addresses: Too many: 101: must have at most 100 items'],
  ],
  [
    'too many endpoints',
    { endpoints: Array.from({ length: 1001 }, () => ({})) },
    ['endpoints: Too many: 1001: must have at most 1000 items'],
  ],
  [
    'an address of the other family',
    addresses('2001:db8::1'),
    {
      27: ['endpoints[0].addresses[0]: Invalid value: "2001:db8::1": must be a valid IPv4 address'],
      33: ['endpoints[0].addresses: Invalid value: "2001:db8::1": must be an IPv4 address'],
    },
  ],
  [
    'an IPv6 address not in its canonical form',
    { addressType: 'IPv6', ...addresses('2001:DB8:0::1') },
    {
      27: [],
      33: ['endpoints[0].addresses[0]: Invalid value: "2001:DB8:0::1": must be in canonical form ("2001:db8::1")'],
    },
  ],
  [
    'addresses that no endpoint may have',
    addresses('0.0.0.0', '127.0.0.1', '169.254.0.1', '224.0.0.1'),
    [
      'endpoints[0].addresses[0]: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)',
      'endpoints[0].addresses[1]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
      'endpoints[0].addresses[2]: Invalid value: "169.254.0.1": may not be in the link-local range (169.254.0.0/16, fe80::/10)',
      'endpoints[0].addresses[3]: Invalid value: "224.0.0.1": may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
    ],
  ],
  ['a domain', { addressType: 'FQDN', ...addresses('example.com.') }, []],
  [
    'a domain of one part',
    { addressType: 'FQDN', ...addresses('example') },
    [
      'endpoints[0].addresses[0]: Invalid value: "example": should be a domain with at least two segments separated by dots',
    ],
  ],
  [
    'leading zeros, where addresses are read strictly',
    addresses('010.0.0.1'),
    { 33: ['endpoints[0].addresses[0]: Invalid value: "010.0.0.1": must not have leading 0s'] },
    ['StrictIPCIDRValidation'],
  ],
];

const REST: readonly Case[] = [
  [
    'a bad node and host name',
    { endpoints: [{ addresses: ['10.0.0.1'], nodeName: 'A', hostname: 'a.b' }] },
    [
      `endpoints[0].nodeName: Invalid value: "A": ${SUBDOMAIN}`,
      'endpoints[0].hostname: Invalid value: "a.b": must not contain dots',
    ],
  ],
  ['a protocol by default', { ports: [{ port: 80 }] }, []],
  [
    'an unknown protocol and a bad name',
    { ports: [{ name: 'A', protocol: 'HTTP' }] },
    [
      `ports[0].name: Invalid value: "A": ${LABEL}`,
      'ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
    ],
  ],
  ['two ports without names', { ports: [{ port: 80 }, { port: 81 }] }, ['ports[1].name: Duplicate value: ""']],
  [
    'hints for a zone twice',
    { endpoints: [{ addresses: ['10.0.0.1'], hints: { forZones: [{ name: 'a' }, { name: 'a' }] } }] },
    ['endpoints[0].hints.forZones[1].name: Duplicate value: "a"'],
  ],
  [
    'hints for many zones',
    {
      endpoints: [
        { addresses: ['10.0.0.1'], hints: { forZones: Array.from({ length: 9 }, (_, n) => ({ name: `z${n}` })) } },
      ],
    },
    ['endpoints[0].hints.forZones: Too many: 9: must have at most 8 items'],
  ],
  [
    'hints for a node with a bad name',
    { endpoints: [{ addresses: ['10.0.0.1'], hints: { forNodes: [{ name: 'A' }] } }] },
    { 33: [`endpoints[0].hints.forNodes[0].name: Invalid value: "A": ${SUBDOMAIN}`] },
  ],
];

describeValidation('addresses of an EndpointSlice', base, ADDRESSES);
describeValidation('ports and hints of an EndpointSlice', base, REST);
