import { describe, expect, it } from 'vitest';
import type { Attributes } from './attributes.js';
import { DEFAULT_CONFIGURATION } from './configuration.js';
import { PodSecurityEvaluator } from './evaluator.js';
import type { LevelVersion, Policy } from './level-version.js';
import { PodEvaluation } from './pod-evaluation.js';
import { podSecurityAdmission } from './pod-security-admission.js';

const profile = { minor: 35, enabled: () => false };
const attributes: Attributes = {
  operation: 'CREATE',
  group: '',
  resource: 'pods',
  subresource: '',
  name: 'p',
  namespace: 'ns',
  user: {},
  object: { value: {} },
};

/** Remembers what it is asked. */
class CountingEvaluator extends PodSecurityEvaluator {
  readonly asked: string[] = [];

  override evaluatePod(levelVersion: LevelVersion, pod: object) {
    this.asked.push(`${levelVersion.level}:${levelVersion.version}`);
    return super.evaluatePod(levelVersion, pod);
  }
}

const at = (version: LevelVersion['version']): LevelVersion => ({ level: 'restricted', version });

describe('PodEvaluation', () => {
  it.each<[string, Policy, string[]]>([
    [
      'evaluates a level and version once, though three modes name it',
      { enforce: at('latest'), audit: at('latest'), warn: at('latest') },
      ['restricted:latest'],
    ],
    [
      'evaluates what is written differently, though it means the same',
      { enforce: at('latest'), audit: at('v1.35'), warn: at('v1.99') },
      ['restricted:latest', 'restricted:v1.35', 'restricted:v1.99'],
    ],
  ])('%s', (_, policy, asked) => {
    const evaluator = new CountingEvaluator(profile);
    const admission = { ...podSecurityAdmission(DEFAULT_CONFIGURATION, profile), evaluator };
    const response = new PodEvaluation(admission, attributes, { policy, errors: [] }).run({ spec: {} }, true);
    expect(response.allowed).toBe(true);
    expect(evaluator.asked).toEqual(asked);
  });

  it('does not ask for warnings about what is refused, nor for enforcement of a template', () => {
    const evaluator = new CountingEvaluator(profile);
    const admission = { ...podSecurityAdmission(DEFAULT_CONFIGURATION, profile), evaluator };
    const policy = { enforce: at('v1.33'), audit: at('v1.34'), warn: at('v1.35') };
    const pod = { spec: { containers: [{ name: 'a' }] } };
    expect(new PodEvaluation(admission, attributes, { policy, errors: [] }).run(pod, true).allowed).toBe(false);
    expect(new PodEvaluation(admission, attributes, { policy, errors: [] }).run(pod, false).allowed).toBe(true);
    expect(evaluator.asked).toEqual(['restricted:v1.33', 'restricted:v1.34', 'restricted:v1.34', 'restricted:v1.35']);
  });
});
