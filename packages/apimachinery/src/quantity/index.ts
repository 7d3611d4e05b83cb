export { canonicalQuantity, formatQuantity } from './format-quantity.js';
export {
  addQuantities,
  compareQuantities,
  milliValue,
  parseQuantity,
  QUANTITY_FORMAT_ERROR,
  QUANTITY_NUMBER_ERROR,
  QUANTITY_SUFFIX_ERROR,
  type Quantity,
  type QuantityFormat,
  quantityProblem,
  roundUpToMilli,
  scaledValue,
  wholeValue,
  ZERO_QUANTITY,
} from './quantity.js';
