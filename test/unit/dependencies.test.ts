/** Holds the rules of docs/dependencies.md. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../..");
const readJson = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));

type Versions = Readonly<Record<string, string>>;
const manifest = readJson("package.json") as Readonly<
  Record<"dependencies" | "devDependencies" | "optionalDependencies" | "peerDependencies", Versions>
>;
const declared: Versions = {
  ...manifest.devDependencies,
  ...manifest.peerDependencies,
  ...manifest.optionalDependencies,
  ...manifest.dependencies,
};

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}
const { packages } = readJson("package-lock.json") as { readonly packages: Readonly<Record<string, LockedPackage>> };
const installed = Object.entries(packages).filter(([path]) => path !== "");

test("every dependency is explained in docs/dependencies.md, and every version is exact", () => {
  const document = readFileSync(join(root, "docs/dependencies.md"), "utf8");
  for (const [name, version] of Object.entries(declared)) {
    assert.ok(document.includes(`\`${name}\``), `${name} is missing in docs/dependencies.md`);
    assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
  }
});

test("docs/dependencies.md lists nothing that is not there", () => {
  const document = readFileSync(join(root, "docs/dependencies.md"), "utf8");
  const listed = Array.from(document.matchAll(/^\| (`.*?`) \|/gm), (match) => match[1].split(", ")).flat();
  for (const name of listed)
    assert.ok(Object.hasOwn(declared, name.replaceAll("`", "")), `${name} is no dependency any more`);
});

test("every package of the tree has a permissive licence", () => {
  const permissive = new Set([
    "MIT",
    "ISC",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "MIT OR Apache-2.0",
    "BlueOak-1.0.0",
    "Unlicense",
    "CC0-1.0",
  ]);
  const others = installed
    .filter(([, { license }]) => !permissive.has(license ?? "none"))
    .map(([path, { license }]) => `${path}: ${license}`);
  assert.deepEqual(others, []);
});

test("no package that a user installs has an install script", () => {
  const scripts = installed
    .filter(([, entry]) => entry.hasInstallScript === true && entry.dev !== true)
    .map(([path]) => path);
  assert.deepEqual(scripts, []);
});
