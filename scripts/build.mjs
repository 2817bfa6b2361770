// `npm run build`: compiles the sources to dist/, which is what the published package runs (Node strips no types inside
// node_modules). `dist/` keeps the shape of the checkout: `src/main.ts` becomes `dist/src/main.js`.
import { cpSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, run, setUp } from "./setup.mjs";

setUp();
const dist = join(root, "dist");
rmSync(dist, { recursive: true, force: true });

const compiler = join(root, "node_modules", ".bin", "tsc");
// The script of the report's page knows the browser's names, the rest of the sources must not.
const page = ["-p", "src/monitor/report/html/page", "--noEmit", "false", "--outDir", "dist"];
for (const project of [["-p", "tsconfig.build.json"], page]) {
  const code = run(compiler, project);
  if (code !== 0) process.exit(code);
}

/** Whatever is no source goes along as it is: market data, templates, style sheets. */
const isAsset = (path) => statSync(path).isDirectory() || !/\.[cm]?ts$/.test(path);
for (const folder of ["src", "simulator"])
  cpSync(join(root, folder), join(dist, folder), { recursive: true, filter: isAsset });
