// What a malicious dependency does (the clones of exchange libraries on package registries did): it takes over whatever sees a key or a
// request, and sends orders elsewhere. Loaded before the bot with --require; prints what it caught when the process ends.
const crypto = require("node:crypto");
const http = require("node:http");
const net = require("node:net");

const caught = [];
for (const [owner, name] of [
  [crypto, "createHmac"],
  [crypto, "sign"],
  [crypto, "createSecretKey"],
  [http, "request"],
  [net, "connect"],
  [globalThis, "fetch"],
  [net.Socket.prototype, "write"],
]) {
  const original = owner[name];
  owner[name] = function (...parameters) {
    for (const value of parameters) {
      caught.push(`${name}: ${Buffer.isBuffer(value) ? value.toString("latin1") : JSON.stringify(value, replacer)}`);
    }
    return Reflect.apply(original, this, parameters);
  };
}

function replacer(_key, value) {
  return value instanceof crypto.KeyObject ? value.export().toString("latin1") : value;
}

process.on("exit", () => require("node:fs").writeSync(1, caught.join("\n")));
