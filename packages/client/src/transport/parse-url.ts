/** An address, or undefined for what is none. */
export const parseURL = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);
