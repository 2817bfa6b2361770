/** The keys of a `.env` file, for `vault import-env`. */
import { environmentNames, findCredential } from "../envelope/env-file.ts";
import type { Exchange } from "../envelope/identity.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { vaultErrors } from "../errors.ts";
import type { GivenCredential } from "./operations.ts";

/**
 * @param file the file's bytes; erased by the caller
 * @returns copies, which the caller erases
 * @throws CandlewrightError `noInput` where one of the two is not there
 */
export function credentialInEnvFile(file: Buffer, exchange: Exchange): GivenCredential {
  const found = findCredential(file, exchange);
  if (found !== undefined) return found;
  const names = environmentNames[exchange];
  throw new CandlewrightError(vaultErrors.noInput, {
    detail: `The file must have ${names.apiKey} and ${names.secret}.`,
  });
}
