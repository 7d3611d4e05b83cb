/** How a flag or an argument that is any text is read. */
export const text = (input: string): string => input;
