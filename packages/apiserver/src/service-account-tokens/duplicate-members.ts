/** Members that come twice in one object of a JSON text: readers disagree about which of them counts. */

/** Of a text that `JSON.parse` accepts. */
export function hasDuplicateMembers(json: string): boolean {
  // Strings and the marks between them; a string before a colon is a member's name.
  const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g;
  const open: Set<string>[] = [];
  for (const [token, colon] of json.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const name: unknown = JSON.parse(token.slice(0, -colon.length));
      const names = open.at(-1);
      if (names?.has(String(name)) === true) return true;
      names?.add(String(name));
    }
  }
  return false;
}
