/** The command `candlewright`: hands the arguments to the program. Everything else is loaded when it is needed. */
import { enableCompileCache } from "node:module";
import { compileCacheFolder } from "./commands/compile-cache.ts";

enableCompileCache(compileCacheFolder(process.env, process.platform));
const { runProcess } = await import("./commands/program.ts");
await runProcess(process.argv.slice(2));
