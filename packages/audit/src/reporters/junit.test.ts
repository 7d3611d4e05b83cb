import { describe, expect, it } from 'vitest';
import { finding, report, write } from './report.test-support.js';
import { xml } from './xml-text.js';

describe('junit', () => {
  const text = write('junit');

  it('has a suite a rule, failures, a skipped exception and an error for what was not read', () => {
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="bulkhead" tests="\d+" failures="2" errors="1" skipped="1">\n/,
    );
    expect(text).toContain('<testsuite name="pod-security/privileged" tests="2" failures="1" errors="0" skipped="1">');
    expect(text).toContain('<skipped message="node agent (until 2027-01-31)"/>');
    expect(text).toContain('name="not read: b.yaml:3:1"><error type="unread"');
    expect(text).toContain('<failure type="critical" message="privileged: container &quot;app&quot; must');
  });

  it('names the object in the case, since servers show nothing else', () => {
    expect(text).toContain(
      'name="Pod shop/web: Privileged container (spec.containers[0].securityContext.privileged)" file="a b/web.yaml" line="9"',
    );
  });

  it('says which rules found nothing', () => {
    expect(text).toContain(
      '<testcase classname="pod-security/sysctls" name="no findings: Sysctls outside the safe set"/>',
    );
  });

  it('holds only characters of XML 1.0, whatever names hold', () => {
    const hostile = finding({ message: ']]>&<a b="\u0000\u001b\ud800\uffff\u009b\u202e\n' });
    const made = write('junit', { ...report, findings: [hostile] });
    expect(made).toContain('message="]]&gt;&amp;&lt;a b=&quot;\ufffd\ufffd\ufffd');
    expect(made).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\u009b\u202e]/);
    expect(xml('\u{1f600}')).toBe('\u{1f600}');
    expect(xml('\ud83d')).toBe('\ufffd');
  });
});
