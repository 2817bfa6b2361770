// `npm run build [-- <folder>]`: compiles the sources to dist/, or to another folder. It is what the published package runs,
// since Node strips no types inside node_modules. `src/main.ts` becomes `dist/src/main.js`; most
// modules are joined into a few files (bundle.mjs).
import { cpSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { root, run, setUp } from "./setup.mjs";

const node = setUp();
const target = resolve(process.argv[2] ?? join(root, "dist"));
rmSync(target, { recursive: true, force: true });

const compiler = join(root, "node_modules", ".bin", "tsc");
// The script of the report's page knows the browser's names; the rest of the sources must not.
for (const project of [["tsconfig.build.json"], ["src/monitor/report/html/page", "--noEmit", "false"]]) {
  const code = run(compiler, ["-p", ...project, "--outDir", target]);
  if (code !== 0) process.exit(code);
}

const code = run(node, [join(root, "scripts", "bundle.mjs"), target]);
if (code !== 0) process.exit(code);

/** Whatever is no source goes along as it is: market data, templates, style sheets. */
const isAsset = (path) => statSync(path).isDirectory() || !/\.[cm]?ts$/.test(path);
for (const folder of ["src", "simulator"])
  cpSync(join(root, folder), join(target, folder), { recursive: true, filter: isAsset });
