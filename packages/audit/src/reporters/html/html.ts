/**
 * `--format html`: one page on its own. Nothing is loaded from anywhere: style and script are inside and allowed by
 * their hashes alone, the report is one JSON text, and the script makes text nodes of it, never markup.
 */
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH, PAGE_STYLE, PAGE_STYLE_HASH } from '../../generated/report-page.js';
import { layerText } from '../../posture/layers.js';
import { escaped } from '../html-text.js';
import { reportSentence } from '../report-sentence.js';
import type { Reporter } from '../reporter.js';
import { pageData } from './report-data.js';

const POLICY = [
  "default-src 'none'",
  `script-src '${PAGE_SCRIPT_HASH}'`,
  `style-src '${PAGE_STYLE_HASH}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export const html: Reporter = function* html(report, options) {
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n';
  yield '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n';
  yield '<title>Bulkhead audit</title>\n<link rel="icon" href="data:,">\n';
  yield `<style>${PAGE_STYLE}</style>\n</head>\n<body>\n`;
  yield '<noscript><h1>Bulkhead audit</h1>\n';
  yield `<p>${escaped(reportSentence(report, options.failOn))}</p>\n<ul>`;
  for (const posture of report.summary.layers) yield `<li>${posture.layer}: ${escaped(layerText(posture))}</li>`;
  yield '</ul>\n<p>The list of findings needs scripts; the format markdown has it without.</p></noscript>\n';
  yield '<div id="page"></div>\n<script type="application/json" id="report">';
  yield inlined(JSON.stringify(pageData(report, options)));
  yield `</script>\n<script>${PAGE_SCRIPT}</script>\n</body>\n</html>\n`;
};

/** JSON inside of a script element: no tag and no comment can begin or end in it. */
const inlined = (json: string): string =>
  json
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
