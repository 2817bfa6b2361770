/**
 * The library: what the author of a strategy needs.
 * The command line is not part of it; whatever is not exported here may change without notice.
 */
export { CandlewrightError, type ErrorContext, type ErrorEntry, errorList } from "./engine/errors.ts";
export {
  type AnyParameterValues,
  type Parameter,
  type ParameterSet,
  type ParameterValues,
  choice,
  decimal,
  integer,
  onOff,
} from "./engine/parameters.ts";
