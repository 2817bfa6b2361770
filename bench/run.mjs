// `npm run bench`: sets up, then measures everything under the pinned Node. `-- --check` only compares results, in seconds.
import { join } from "node:path";
import { root, run, setUp } from "../scripts/setup.mjs";

process.exit(run(setUp(), [join(root, "bench", "main.ts"), ...process.argv.slice(2)]));
