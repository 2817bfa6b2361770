/** Node's own test runner, with the library where the tests look for it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { CandlewrightError } from "../engine/errors.ts";
import { strategyFileErrors } from "./errors.ts";
import type { Output } from "./output.ts";
import { ownModule } from "./own-module.ts";

/** @throws CandlewrightError STRATEGY_FILE_TESTS_FAILED */
export async function runTests(output: Output, files: readonly string[]): Promise<void> {
  const imports = ownModule("./strategy-imports.ts", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", imports, "--test", ...files], {
    stdio: "inherit",
    signal: output.signal,
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new CandlewrightError(strategyFileErrors.testsFailed);
}
