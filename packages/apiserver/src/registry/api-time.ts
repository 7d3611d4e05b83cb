/** Times as the API writes them: RFC 3339 in UTC, whole seconds. */

let second = Number.NaN;
let text = '';

/** The same second is asked for thousands of times by writes of that second. */
export function apiTime(milliseconds: number): string {
  const wanted = Math.floor(milliseconds / 1000);
  if (wanted !== second) {
    text = `${new Date(wanted * 1000).toISOString().slice(0, 19)}Z`;
    second = wanted;
  }
  return text;
}
