import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { envelopeBytes } from "../../src/secrets/envelope/format.ts";
import { sealEnvelope } from "../../src/secrets/envelope/seal.ts";
import { sampleContents, sampleHeader, sampleRawKey, wrapWith } from "../support/sealed-account.ts";

const root = resolve(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "candlewright-open-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const vector = (
  JSON.parse(readFileSync(join(root, "docs", "envelope-vectors.json"), "utf8")) as { envelope: Record<string, string> }
).envelope;

/** Runs the decryptor that shares no code with us. */
function open(
  bytes: string | Buffer,
  words: readonly string[],
  input = "",
): { status: number | null; stdout: string; stderr: string } {
  const file = join(folder, "envelope.json");
  writeFileSync(file, bytes);
  return spawnSync(process.execPath, [join(root, "bin", "open-envelope.mjs"), file, ...words], {
    input,
    encoding: "utf8",
  });
}

const keyFile = join(folder, "master.key");

test("threats 30 lost program: the independent decryptor opens the published vector with each of its keys", () => {
  writeFileSync(keyFile, Buffer.from(vector["rawKey"], "hex"));
  const expected = `${vector["apiKey"]}\n${vector["secret"]}\n`;
  const ways: [string[], string][] = [
    [["--passphrase"], vector["passphrase"]],
    [["--key-file", keyFile], ""],
    [["--recovery"], vector["recoveryKey"].toLowerCase()],
    [["--data-key"], vector["dataKey"]],
  ];
  for (const [words, input] of ways) assert.equal(open(vector["file"], words, input).stdout, expected, words[0]);
});

test("threats 30 lost program: it opens what is sealed today, and agrees with us on what is not to be opened", async () => {
  writeFileSync(keyFile, sampleRawKey);
  const bytes = envelopeBytes(await sealEnvelope(sampleHeader(), sampleContents(), wrapWith(sampleRawKey)));
  assert.equal(open(bytes, ["--key-file", keyFile]).stdout, "canary-api-key\ncanary-secret\n");
  const text = bytes.toString();
  for (const changed of [
    text.replace('"generation": 1', '"generation": 2'),
    text.replace("live", "test"),
    text.replace(/"maxOrderNotional": "0"/, '"maxOrderNotional": "9"'),
  ]) {
    assert.notEqual(changed, text);
    const refused = open(changed, ["--key-file", keyFile]);
    assert.equal(refused.status, 1);
    assert.equal(refused.stdout, "");
  }
});
