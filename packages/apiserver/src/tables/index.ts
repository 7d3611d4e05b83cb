/** Objects as rows for people. */
export { printTable, type TableOptions } from './print-table.js';
