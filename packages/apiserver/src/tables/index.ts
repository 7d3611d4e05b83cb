/** Objects as rows for people. */
export { printTable, printTableBytes, type TableOptions } from './print-table.js';
