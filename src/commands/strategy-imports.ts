/**
 * Lets a strategy anywhere on the disk `import ... from "candlewright"`: it gets the library of the very program that
 * loads it, from the sources in a checkout and from the build in an installed package, never a second copy.
 */
import { registerHooks } from "node:module";

const library = new URL(import.meta.url.endsWith(".ts") ? "../index.ts" : "../index.js", import.meta.url).href;
let isRegistered = false;

/** Takes effect for all imports of this process from now on; a second call does nothing. */
export function resolveLibraryImports(): void {
  if (isRegistered) return;
  isRegistered = true;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "candlewright" ? { url: library, shortCircuit: true } : next(specifier, context),
  });
}
