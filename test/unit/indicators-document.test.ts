import assert from "node:assert/strict";
import { test } from "node:test";
import { indicatorsDocument } from "../../scripts/generators/indicators.ts";
import { buildingBlocks } from "../../src/engine/indicators/building-blocks.ts";
import { indicators } from "../../src/engine/indicators/registry.ts";

test("every indicator has its section, and every link in the overviews finds one", () => {
  const text = indicatorsDocument();
  const names = [...text.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading]) => heading.toLowerCase().replaceAll(" ", "-"));
  // A renderer numbers headings of the same name: momentum, momentum-1.
  const anchors = names.map((name, n) => {
    const earlier = names.slice(0, n).filter((other) => other === name).length;
    return earlier === 0 ? name : `${name}-${earlier}`;
  });
  const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
  assert.deepEqual(
    links.filter((anchor) => !anchors.includes(anchor)),
    [],
  );
  assert.equal(new Set(links).size, indicators.length + buildingBlocks.length);
});
