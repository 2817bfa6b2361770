/** Prints what the doctor says of memory and core dumps, as whichever user runs this. Argument: the vault's folder. */
import { checkCoreDumps, checkMemory } from "../../src/secrets/doctor/process-checks.ts";

const [vaultFolder] = process.argv.slice(2);
const settings = { file: "", folder: "", vault: "", vaultFolder, masterKeys: [], accounts: {} };
const surroundings = {
  settings,
  environment: {},
  workingFolder: vaultFolder,
  platform: process.platform,
  userId: process.geteuid?.(),
  simulatorPort: 0,
};
process.stdout.write(JSON.stringify([...(await checkMemory(surroundings)), ...checkCoreDumps(surroundings)]));
