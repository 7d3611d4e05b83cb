import { describe, expect, it } from 'vitest';
import { code, prose } from './markdown-text.js';
import { finding, report, write } from './report.test-support.js';

describe('markdown', () => {
  const text = write('markdown');

  it('begins with the posture', () => {
    expect(text).toContain('> **Not everything was read**');
    expect(text).toContain('**2 findings at or above `--fail-on high`.**');
    expect(text).toContain(
      '| critical | high | medium | low | info |\n| --- | --- | --- | --- | --- |\n| 1 | 1 | 0 | 0 | 0 |',
    );
    expect(text).toContain('**What an attacker gains first:** a node (2)');
    expect(text).toContain(
      '| cloud | nothing in this input speaks of it: add Node objects and kubelet configuration |',
    );
  });

  it('lists findings by object, exceptions and what was not read', () => {
    expect(text).toContain('### Pod shop/web\n\n- **critical** privileged: container "app"');
    expect(text).toContain('`a b/web.yaml:9`\n  <br>Fix: remove it');
    expect(text).toContain('<details><summary>1 accepted finding</summary>');
    expect(text).toContain('node agent (until 2027-01-31)');
    expect(text).toContain('- `b.yaml:3:1` the text ends within a quoted scalar');
  });

  it('keeps texts of files texts', () => {
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('\u001b');
    expect(prose('a|b *c* [x](y) <img> & `d` _e_ ~f~')).toBe(
      'a\\|b \\*c\\* \\[x\\](y) &lt;img&gt; &amp; \\`d\\` \\_e\\_ \\~f\\~',
    );
    expect(prose('ask @everyone')).toBe('`ask @everyone`');
    expect(prose('see https://evil.example')).toBe('`see https://evil.example`');
    expect(code('a`b``c|d')).toBe('``` a`b``c\\|d ```');
    expect(prose('two\nlines')).toBe('two\\\\x0alines');
  });

  it('says how many findings are not listed', () => {
    const findings = Array.from({ length: 203 }, () => finding({}));
    expect(write('markdown', { ...report, findings })).toContain('and 3 less severe findings.');
  });
});
