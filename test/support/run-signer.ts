/** Starts a signer as whoever runs this script, says where it is, and keeps it until stdin ends. For tests that must not be root. */
import { prepareNodeCopy } from "../../src/secrets/signer/node-copy.ts";
import { type LaunchOptions, startSigner } from "../../src/secrets/signer/launcher.ts";

const [options = "{}", copyPath = ""] = process.argv.slice(2);
const launch = JSON.parse(options) as LaunchOptions;
const nodePath = copyPath === "" ? undefined : prepareNodeCopy(copyPath);
const signer = await startSigner(nodePath === undefined ? launch : { ...launch, nodePath });
process.stdout.write(`${signer.pid}\n`);
process.stdin.once("end", () => void signer.stop());
process.stdin.resume();
