// `npm run docs`: writes everything that is generated from the code. The generators are TypeScript, so they run under the pinned Node.
import { join } from "node:path";
import { root, run, setUp } from "./setup.mjs";

process.exit(run(setUp(), [join(root, "scripts", "generate.ts")]));
