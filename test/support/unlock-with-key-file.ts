/** An unlocking process for tests: it opens the wrap with a raw key and hands the data key to the signer on descriptor 3. */
import { readFileSync, writeSync } from "node:fs";
import { parseEnvelope } from "../../src/secrets/envelope/format.ts";
import { unwrapWithRawKey } from "../../src/secrets/envelope/local-wrap.ts";
import type { RawKeyWrap } from "../../src/secrets/envelope/wraps.ts";

const [envelopePath = "", keyPath = ""] = process.argv.slice(2);
const { header, wraps } = parseEnvelope(readFileSync(envelopePath));
const dataKey = unwrapWithRawKey(wraps[0] as RawKeyWrap, readFileSync(keyPath), header.identity);
writeSync(3, dataKey);
dataKey.fill(0);
