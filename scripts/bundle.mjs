// Joins the compiled modules of a build into a few files: finding, reading and linking some four hundred of them would take a
// command longer than most of what it does. What a module is and when it runs stays the same; only where it lies changes.
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { rolldown } from "rolldown";
import { root } from "./setup.mjs";

/** Packages that are taken in, with their licences. All others are optional or large, and are loaded where they lie. */
const TAKEN_IN = ["commander", "jsonc-parser", "zod"];

/** Stay as the compiler made them: programs that may read nothing but these folders, and scripts that are read as text. */
const LEFT_ALONE = /^(?:files|secrets|monitor\/report\/html\/page)\//;

/** Found by their path: by the starter, by the package's exports, by threads, and by what is left alone. */
const FOUND_BY_PATH = [
  "main.js",
  "index.js",
  "engine/errors.js",
  "commands/watch/task-worker.js",
  "data/formats/data-frame-worker.js",
];

/** A module that asks where it lies must stay there. */
const ASKS_FOR_ITS_PLACE = /\bimport\.meta\.(?:url|dirname|filename)\b/;

const withoutEnding = (path) => path.replace(/\.js$/, "");

const packages = realpathSync(join(root, "node_modules"));
const target = resolve(process.argv[2]);
/** Folder of the compiled modules; the joined ones take their place. All paths are from here. */
const compiled = join(target, "src");
const pathOf = (file) => relative(compiled, file).split(sep).join("/");
const all = readdirSync(compiled, { recursive: true })
  .map((path) => path.split(sep).join("/"))
  .filter((path) => path.endsWith(".js"));
const paths = all.filter((path) => !LEFT_ALONE.test(path));
/**
 * Modules of Node that are taken as they are, the last one not before it is used: an import reads every property of a module,
 * and that loads threads and streams which nobody asked for. The last two are those of packages, which import them whole.
 */
const atHand = {
  "node:util": `export const { ${namesFrom("node:util").join(", ")} } = process.getBuiltinModule("node:util");`,
  "node:process": "export default process;",
  "node:child_process":
    'export default { spawn: (...words) => process.getBuiltinModule("node:child_process").spawn(...words) };',
};

const isAtHand = (name, importer) =>
  Object.hasOwn(atHand, name) &&
  (name === "node:util" || TAKEN_IN.some((taken) => importer.startsWith(join(packages, taken))));
const staying = paths.filter(
  (path) => !FOUND_BY_PATH.includes(path) && ASKS_FOR_ITS_PLACE.test(readFileSync(join(compiled, path), "utf8")),
);
/**
 * Files of their own: modules with all that they import, save what an earlier file holds. What a command loads later, or only
 * some commands load, is split off by itself. Not the main module: the others could not import from a file that still runs.
 */
const files = {
  errors: ["engine/errors.js"],
  start: ["commands/program.js"],
  // Names and options of every verb: the help shows them all, and each is little.
  verbs: verbModules(),
  // With what every strategy is made of: settings are read with their strategies.
  settings: ["commands/settings.js", "strategies/define-strategy.js", "engine/expression/condition.js"],
  command: ["commands/run/backtest-command.js"],
  backtest: ["commands/run/backtest-task.js"],
  ...Object.fromEntries(staying.map((path) => [withoutEnding(path), [path]])),
};
const modules = await rolldown({
  input: Object.fromEntries(FOUND_BY_PATH.map((path) => [withoutEnding(path), join(compiled, path)])),
  platform: "node",
  // A package's modules can be joined, its build for every environment can't.
  resolve: { mainFields: ["module", "main"], modules: [packages] },
  external: (name, importer) =>
    !isAbsolute(name) && !name.startsWith(".") && !TAKEN_IN.includes(name) && !isAtHand(name, importer),
  plugins: [
    {
      name: "at-hand",
      resolveId: (name, importer) => (isAtHand(name, importer) ? `\0${name}` : undefined),
      load: (id) => atHand[id.slice(1)],
    },
    {
      name: "left-alone",
      resolveId(name, importer) {
        if (importer === undefined || !name.startsWith(".")) return undefined;
        const id = join(dirname(importer), name);
        return LEFT_ALONE.test(pathOf(id)) ? { id, external: "relative" } : undefined;
      },
    },
  ],
  onLog(_level, log) {
    throw new Error(log.message);
  },
  preserveEntrySignatures: "strict",
});
const { output } = await modules.write({
  dir: compiled,
  entryFileNames: "[name].js",
  chunkFileNames: ({ name }) => (name.includes("/") ? "[name].js" : "joined/[name].js"),
  comments: { legal: true, annotation: true, jsdoc: false },
  codeSplitting: {
    groups: Object.entries(files).map(([name, first], index) => ({
      name,
      test: (file) => first.includes(pathOf(file)),
      priority: 100 - index,
    })),
  },
});
await modules.close();
const written = new Set(output.map(({ fileName }) => fileName));
for (const { fileName, code } of output)
  if (ASKS_FOR_ITS_PLACE.test(code) && !staying.includes(fileName) && !FOUND_BY_PATH.includes(fileName))
    throw new Error(`${fileName} holds a module that was moved although it asks for its place`);
for (const path of paths) if (!written.has(path)) rmSync(join(compiled, path));
for (const path of all.filter((each) => LEFT_ALONE.test(each)))
  for (const [, name] of readFileSync(join(compiled, path), "utf8").matchAll(/\b(?:from |import\()"(\.[^"]+)"/g))
    if (!existsSync(join(compiled, path, "..", name))) throw new Error(`${path} does not find ${name} any more`);
writeFileSync(join(target, "LICENSES.txt"), licences());

/** What our modules import from one of Node's. */
function namesFrom(module) {
  const texts = paths.map((path) => readFileSync(join(compiled, path), "utf8"));
  const lists = texts.flatMap((text) => [...text.matchAll(new RegExp(`import \\{([^}]*)\\} from "${module}"`, "g"))]);
  return [...new Set(lists.flatMap(([, list]) => list.split(",").map((name) => name.trim().split(" as ")[0])))];
}

function verbModules() {
  const list = "commands/verbs.js";
  const named = readFileSync(join(compiled, list), "utf8").matchAll(/\bimport\("\.\/([\w-]+\.js)"\)/g);
  return [list, ...Array.from(named, ([, name]) => `commands/${name}`)];
}

/** The licence of each package that was taken in. */
function licences() {
  const parts = TAKEN_IN.map((name) => {
    const folder = join(packages, name);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return `Parts of this package are the work of others:\n\n${parts.join(`\n${"-".repeat(72)}\n\n`)}`;
}
