import assert from "node:assert/strict";
import { test } from "node:test";
import { botEnvironment } from "./bot-environment.ts";

test("the bot gets the system's variables and our settings, and nothing that could be a secret", () => {
  const kept = { PATH: "/bin", LC_ALL: "C", CANDLEWRIGHT_MODE: "dry-run", CANDLEWRIGHT_RISK__MAX_DRAWDOWN: "0.1" };
  const left = {
    BINANCE_API_SECRET: "s",
    AWS_SECRET_ACCESS_KEY: "s",
    VAULT_TOKEN: "s",
    CREDENTIALS_DIRECTORY: "/run/x",
    CANDLEWRIGHT_UNLOCK: "s",
    NODE_OPTIONS: "--require x",
    LD_PRELOAD: "x",
  };
  const added = { CANDLEWRIGHT_SIGNER_SOCKET: "ours" };
  const made = botEnvironment({ ...kept, ...left, CANDLEWRIGHT_SIGNER_SOCKET: "another's" }, added);
  assert.deepEqual(made, { ...kept, ...added });
});
