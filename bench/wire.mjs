// Measures how API objects are written and read on the wire, for a Pod with two containers and its status:
//   node bench/wire.mjs
// JSON.parse and JSON.stringify of the same Pod stand beside it, because what they take no server can save.
import { bundled } from './bundled.mjs';

const MINOR = 35;
const COUNT = 200;
const ROUNDS = 200;

const container = (name) => ({
  name,
  image: 'registry.example/web:1.27.3',
  ports: [{ containerPort: 80, protocol: 'TCP' }],
  env: [
    { name: 'MODE', value: 'production' },
    { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name', apiVersion: 'v1' } } },
  ],
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '1024Mi' } },
  volumeMounts: [{ name: 'token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }],
  livenessProbe: { httpGet: { path: '/', port: 80, scheme: 'HTTP' }, timeoutSeconds: 1, periodSeconds: 10 },
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'Always',
  securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
});

const TIME = '2024-05-06T07:08:09Z';
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-5d8f7c9b4-x2x7k',
    namespace: 'shop',
    uid: '0b5e6f3a-9a51-4a1b-9df5-6b1f3a3f6c11',
    resourceVersion: '1234567',
    creationTimestamp: TIME,
    labels: { app: 'web', 'pod-template-hash': '5d8f7c9b4' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d8f7c9b4', uid: 'u', controller: true }],
  },
  spec: {
    containers: [container('web'), container('sidecar')],
    volumes: [
      {
        name: 'token',
        projected: {
          sources: [
            { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
            { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          ],
          defaultMode: 420,
        },
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    nodeName: 'node-1',
    securityContext: {},
    schedulerName: 'default-scheduler',
    tolerations: [
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ],
    enableServiceLinks: true,
  },
  status: {
    phase: 'Running',
    conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
      (type) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: TIME }),
    ),
    hostIP: '192.0.2.7',
    podIP: '10.1.2.3',
    podIPs: [{ ip: '10.1.2.3' }],
    startTime: TIME,
    qosClass: 'Burstable',
  },
};

/** Microseconds a call in the best round, which other programs disturbed least. */
function measure(name, inputs, work, goal) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const input of inputs) work(input);
    best = Math.min(best, ((performance.now() - start) * 1000) / inputs.length);
  }
  const wanted = goal === undefined ? '' : `   goal <= ${goal}${best <= goal ? '' : '  MISSED'}`;
  process.stdout.write(`${name.padEnd(36)} ${best.toFixed(1).padStart(8)} us${wanted}\n`);
}

async function main() {
  const { lookupKind, goForm, goJSON, encodeProtobuf, decodeProtobuf } = await bundled(
    `export { lookupKind } from './index.js';\nexport * from './wire/index.js';`,
    'packages/apimachinery/src',
  );
  const kind = lookupKind('v1', 'Pod');
  const text = JSON.stringify(pod);
  const repeated = (make) => Array.from({ length: COUNT }, make);
  const written = repeated(() => JSON.parse(text));
  const canonical = written.map((object) => goForm(object, kind, MINOR));
  const bytes = encodeProtobuf(canonical[0], kind, MINOR);
  process.stdout.write(`a Pod of ${text.length} bytes of JSON, ${bytes.length} of protobuf\n`);
  measure(
    'JSON.parse',
    repeated(() => text),
    (json) => JSON.parse(json),
  );
  measure('JSON.stringify', canonical, (object) => JSON.stringify(object));
  measure('goForm, as written', written, (object) => goForm(object, kind, MINOR), 30);
  measure('goForm, nothing to change', canonical, (object) => goForm(object, kind, MINOR), 30);
  measure('goJSON', canonical, goJSON);
  measure('encodeProtobuf', canonical, (object) => encodeProtobuf(object, kind, MINOR));
  measure(
    'decodeProtobuf',
    repeated(() => bytes),
    (message) => decodeProtobuf(message, MINOR),
  );
}

await main();
