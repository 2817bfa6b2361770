/** The command `candlewright`: hands the arguments to the program. Everything else is loaded when it is needed. */
import { runProcess } from "./commands/program.ts";

await runProcess(process.argv.slice(2));
