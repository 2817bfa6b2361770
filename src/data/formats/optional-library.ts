/** Libraries that only some users need are optional peers of this package: loaded when used, asked for when absent. */
import { CandlewrightError } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";

/**
 * @param load imports the libraries
 * @param names as npm installs them, with their versions
 * @throws CandlewrightError DATA_NEEDS_LIBRARY with the command that installs them
 */
export async function loadOptional<T>(load: () => Promise<T>, names: string): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new CandlewrightError(dataErrors.needsLibrary, { fix: `Run: npm install ${names}`, cause: error });
  }
}
