export {
  escapeFieldValue,
  type FieldRequirement,
  formatFieldSelector,
  matchesFields,
  type ParsedFieldSelector,
  parseFieldSelector,
} from './field-selector.js';
export {
  type CompiledSelector,
  compileLabelSelector,
  labelSelectorMatches,
  MATCHES_EVERYTHING,
  MATCHES_NOTHING,
  matchesSelector,
} from './label-selector.js';
export { type ParsedLabelSelector, parseLabelSelector } from './parse-label-selector.js';
export {
  formatRequirement,
  formatRequirements,
  type Labels,
  matchesRequirement,
  matchesRequirements,
  parseInt64,
  type Requirement,
  type RequirementOperator,
} from './requirement.js';
