import { describe, expect, it } from 'vitest';
import { formatFieldPath, parseFieldPath, stablePath } from './field-path.js';

describe('field paths', () => {
  it.each([
    ['spec.containers[0].name', ['spec', 'containers', 0, 'name']],
    ['metadata.labels[app.kubernetes.io/name]', ['metadata', 'labels', 'app.kubernetes.io/name']],
    ['data[80]', ['data', 80]],
    ['', []],
    ['spec.x[', ['spec', 'x', '']],
  ])('%s', (text, segments) => {
    expect(parseFieldPath(text)).toEqual(segments);
  });

  it('prints what it parsed', () => {
    const path = 'spec.template.metadata.annotations[a.b/c].x[3].y';
    expect(formatFieldPath(parseFieldPath(path))).toBe(path);
  });

  it('names list items in place of counting them', () => {
    const root = { spec: { containers: [{ name: 'app', ports: [{ containerPort: 1 }] }], add: ['SYS_ADMIN'] } };
    expect(stablePath(root, 'spec.containers[0].ports[0].hostPort')).toBe('spec.containers[app].ports[0].hostPort');
    expect(stablePath(root, 'spec.add[0]')).toBe('spec.add[SYS_ADMIN]');
    expect(stablePath(root, 'spec.containers[7].image')).toBe('spec.containers[7].image');
    expect(stablePath(root, 'spec.hostPID')).toBe('spec.hostPID');
  });

  it('is not fooled by keys of the prototype', () => {
    expect(stablePath({}, 'constructor[0].prototype')).toBe('constructor.0.prototype');
  });
});
