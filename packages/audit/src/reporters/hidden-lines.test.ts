import { describe, expect, it } from 'vitest';
import { withoutHiddenLines } from './hidden-lines.js';
import { finding, report } from './report.test-support.js';

describe('lines that hold secrets', () => {
  const place = (line: number) => ({ file: 'a.yaml', line, column: 1, fieldPath: '' });

  it('are shown for no finding', () => {
    const findings = [
      finding({ ruleId: 'secret/literal-in-workload', locations: [place(3), place(5)] }),
      finding({ locations: [place(3), place(4)] }),
    ];
    const lineText = withoutHiddenLines({ ...report, findings }, (file, line) => `${file} ${line}`);
    expect([3, 4, 5].map((line) => lineText('a.yaml', line))).toEqual([undefined, 'a.yaml 4', undefined]);
    expect(lineText('b.yaml', 3)).toBe('b.yaml 3');
  });
});
