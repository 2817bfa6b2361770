/**
 * From its import on, a strategy anywhere on the disk can `import ... from "candlewright"`: it gets the library of the
 * very program that loads it, from the sources in a checkout and from the build in an installed package, never a second
 * copy.
 */
import { registerHooks } from "node:module";
import { ownModule } from "./own-module.ts";

const library = ownModule("../index.ts", import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "candlewright") return { url: library, shortCircuit: true };
    const found = next(specifier, context);
    // A strategy is an ES module, whatever the package.json of the folder says that it happens to lie in.
    return found.format === "commonjs-typescript" ? { ...found, format: "module-typescript" } : found;
  },
});
