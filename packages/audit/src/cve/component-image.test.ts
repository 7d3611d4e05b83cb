import { describe, expect, it } from 'vitest';
import { componentOfImage } from './component-image.js';

describe('images of components', () => {
  it.each([
    ['registry.k8s.io/kube-apiserver:v1.33.4', 'kube-apiserver 1.33.4'],
    ['k8s.gcr.io/kube-proxy-amd64:v1.18.3', 'kube-proxy 1.18.3'],
    ['mirror.example:5000/a/b/kube-controller-manager:v1.30.1@sha256:abc', 'kube-controller-manager 1.30.1'],
    ['registry.k8s.io/etcd:3.5.16-0', 'etcd 3.5.16'],
    ['quay.io/coreos/etcd:v3.5.9', 'etcd 3.5.9'],
    ['docker.io/bitnami/etcd:3.5.10-debian-11-r2', 'etcd 3.5.10-debian-11-r2 vendor -debian-11-r2'],
    ['registry.k8s.io/coredns/coredns:v1.11.1', 'coredns 1.11.1'],
    ['registry.k8s.io/ingress-nginx/controller:v1.11.2@sha256:d5f8', 'ingress-nginx 1.11.2'],
    ['registry.k8s.io/ingress-nginx/controller-chroot:v1.9.0', 'ingress-nginx 1.9.0'],
    ['rancher/nginx-ingress-controller:nginx-1.9.4-rancher1', 'ingress-nginx 1.9.4-rancher1 vendor -rancher1'],
    ['quay.io/kubernetes-ingress-controller/nginx-ingress-controller:0.49.0', 'ingress-nginx 0.49.0'],
    ['registry.k8s.io/sig-storage/nfsplugin:v4.9.0', 'csi-driver-nfs 4.9.0'],
    ['mcr.microsoft.com/k8s/csi/smb-csi:v1.10.0', 'csi-driver-smb 1.10.0'],
    ['mcr.microsoft.com/oss/kubernetes-csi/azurefile-csi:v1.29.3', 'azurefile-csi-driver 1.29.3'],
    ['registry.k8s.io/csi-secrets-store/driver:v1.3.2', 'secrets-store-csi-driver 1.3.2'],
    ['registry.k8s.io/secrets-store-sync/controller:v0.0.1', 'secrets-store-sync-controller 0.0.1'],
    ['ghcr.io/headlamp-k8s/headlamp:v0.38.0', 'headlamp 0.38.0'],
    ['registry.k8s.io/kube-apiserver', 'kube-apiserver no version'],
    ['registry.k8s.io/kube-apiserver:latest', 'kube-apiserver no version'],
    ['nginx/nginx-ingress:3.1.0', 'none'],
    ['registry.example/controller:v1.11.2', 'none'],
    ['registry.example/driver:v1.3.2', 'none'],
    ['nginx:1.27', 'none'],
    ['', 'none'],
  ])('%s', (image, expected) => {
    const found = componentOfImage(image);
    const vendor = found?.version?.vendor ? ` vendor ${found.version.vendor}` : '';
    expect(found === undefined ? 'none' : `${found.name} ${found.version?.text ?? 'no version'}${vendor}`).toBe(
      expected,
    );
  });

  it('knows a flattened mirror by the program it starts', () => {
    const found = componentOfImage('mirror.example/controller:v1.11.2', '/nginx-ingress-controller');
    expect(found).toMatchObject({ name: 'ingress-nginx', tag: 'v1.11.2' });
  });
});
