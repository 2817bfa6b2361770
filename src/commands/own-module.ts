/**
 * Where a module of ours lies that is not imported but named: `.ts` in a checkout, `.js` in the built package.
 * @param path relative, as an import would say it: "./task-worker.ts"
 * @param from `import.meta.url` of the module that names it
 */
export function ownModule(path: string, from: string): URL {
  return new URL(from.endsWith(".ts") ? path : path.replace(/\.ts$/, ".js"), from);
}
