import { describe, expect, it } from 'vitest';
import { finding, report, write } from './report.test-support.js';

const many = (severity: 'critical' | 'medium' | 'low') => Array.from({ length: 30 }, () => finding({ severity }));

describe('github', () => {
  it('writes a command a finding, unread parts first, the summary last', () => {
    expect(write('github').split('\n')).toEqual([
      '::error file=b.yaml,line=3,col=1,title=not read::the text ends within a quoted scalar',
      '::error file=a b/web.yaml,line=9,col=23,title=critical%3A Privileged container [pod-security/privileged]::Pod shop/web: privileged: container "app" must not set securityContext.privileged=true%0AFix: remove it',
      expect.stringMatching(
        /^::error file=a b\/web.yaml,line=9,col=23,title=high%3A .*::Pod x\\x1b\[2J\\u202eevil"<script>: x/,
      ),
      '::notice title=bulkhead::2 findings: 1 critical, 1 high (2 objects in 2 files, Kubernetes 1.35, 1 ignored); 2 at or above --fail-on high; the input was not read completely',
      '',
    ]);
  });

  it('lets no text begin a command or a property of its own', () => {
    const [command = ''] = write('github', {
      ...report,
      errors: [],
      findings: [
        finding({
          message: 'a\n::error::b\r\n%0A::stop-commands::x',
          fix: null,
          locations: [{ file: 'a,line=1:b%.yaml\n::set-output::', line: 1, column: 1, fieldPath: '' }],
        }),
      ],
    }).split('\n');
    expect(command).toContain('file=a%2Cline=1%3Ab%25.yaml%0A%3A%3Aset-output%3A%3A,line=1,col=1,');
    expect(command).toContain('::Pod shop/web: a%0A::error::b\\x0d%0A%250A::stop-commands::x');
  });

  it('writes no more than GitHub shows, and says so', () => {
    const findings = [...many('critical'), ...many('medium'), ...many('low')];
    const lines = write('github', { ...report, errors: [], findings })
      .trimEnd()
      .split('\n');
    const count = (level: string) => lines.filter((line) => line.startsWith(`::${level} `)).length;
    expect([count('error'), count('warning'), count('notice')]).toEqual([10, 10, 10]);
    expect(lines.at(-1)).toContain('; the worst 29 are annotated');
  });
});
