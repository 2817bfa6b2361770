/** Opens an envelope many times, erasing all but the last, and holds still for a test that looks into this process; then erases the last. */
import { readFileSync, readSync, writeSync } from "node:fs";
import { eraseContents } from "../../src/secrets/envelope/contents.ts";
import { parseEnvelope } from "../../src/secrets/envelope/format.ts";
import { unwrapWithRawKey } from "../../src/secrets/envelope/local-wrap.ts";
import { openEnvelope } from "../../src/secrets/envelope/seal.ts";
import type { RawKeyWrap } from "../../src/secrets/envelope/wraps.ts";

/** Without the event loop: nothing else of Node runs and overwrites freed memory by chance. */
function holdStill(): void {
  writeSync(1, ".");
  readSync(0, Buffer.alloc(1));
}

const [envelopePath = "", keyPath = ""] = process.argv.slice(2);
const envelope = parseEnvelope(readFileSync(envelopePath));
const dataKey = unwrapWithRawKey(envelope.wraps[0] as RawKeyWrap, readFileSync(keyPath), envelope.header.identity);
// One piece of freed memory is soon used again; of many, some are not.
for (let round = 0; round < 200; round += 1) eraseContents(openEnvelope(envelope, dataKey));
const contents = openEnvelope(envelope, dataKey);
holdStill();
eraseContents(contents);
holdStill();
