import { expect, it } from 'vitest';
import { askedFields } from './asked-fields.js';

it.each([
  ['', ['object.spec.replicas <= 5']],
  ['', ['has(object.metadata.labels) && "team" in object.metadata.labels']],
  ['', ["object.metadata['labels'].team != ''"]],
  ['', ['object.spec.?strategy.type == "Recreate"', 'object.kind == "Deployment"']],
  ['', ['object.spec.template.metadata.labels.all(k, k != "x")']],
  ['', ['object.spec.hostNetwork != true']],
  ['template', ['object.spec.template.spec.hostNetwork != true']],
  ['containers', ['object.spec.containers.all(c, has(c.securityContext))']],
  ['containers images', ['object.spec.containers.all(c, c.image.startsWith("r.example/"))']],
  ['containers', ['object.spec.containers[0].name == "a"']],
  ['containers template', ['object.spec.template.spec.containers.all(c, true)']],
  [
    'containers images template',
    ['variables.all.all(c, c.image != "")', 'object . spec . ?template.spec.initContainers'],
  ],
  ['containers template', ['object.spec.jobTemplate.spec.template.spec.containers.size() < 5']],
  ['', ['object.spec.jobTemplate.spec.parallelism < 5']],
  ['containers images template', ['object != null']],
  ['containers images template', ["object['spec'].x"]],
  ['containers images template', ['has(object.spec)']],
  ['containers images template', ['request.userInfo.username == "ann"']],
  ['containers images template', ['true']],
  ['containers images template', [`object.spec.replicas < ${'1'.repeat(70_000)}`]],
])('%j of %j', (asked, expressions) => {
  const found = askedFields(expressions);
  const names = (['containers', 'images', 'template'] as const).filter((name) => found[name]);
  expect(names.join(' ')).toBe(asked);
});

it('takes no long time', () => {
  const started = performance.now();
  askedFields(['object . '.repeat(7000), `object${'.a'.repeat(30_000)}`]);
  expect(performance.now() - started).toBeLessThan(1000);
});
