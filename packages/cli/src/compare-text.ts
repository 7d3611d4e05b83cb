/** The order of texts by their UTF-16 code units, the same in every locale. */
export const compareText = (left: string, right: string): number => (left < right ? -1 : Number(left > right));
