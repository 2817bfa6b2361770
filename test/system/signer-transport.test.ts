import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, test } from "node:test";
import { SignerError } from "../../src/secrets/signer/errors.ts";
import { pinnedHosts } from "../../src/secrets/signer/hosts.ts";
import { Transport, type TransportOptions } from "../../src/secrets/signer/transport.ts";
import { UserStream } from "../../src/secrets/signer/user-stream.ts";
import type { WireRequest } from "../../src/secrets/signer/venue.ts";
import { selfSigned } from "../support/self-signed.ts";

const ORDER: WireRequest = {
  method: "POST",
  path: "/api/v3/order",
  headers: { "X-MBX-APIKEY": "k" },
  body: "signature=canary",
};

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const end of cleanUp.splice(0)) end();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** An exchange that answers as told, counts what reaches it, and is spoken to in clear. */
async function plain(listener: RequestListener) {
  const seen: string[] = [];
  const port = await listen(
    createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      listener(request, response);
    }),
  );
  return { seen, port };
}

function transport(protocol: "http" | "https", port: number, options: TransportOptions = {}): Transport {
  const made = new Transport({ protocol, host: "127.0.0.1", port }, options);
  cleanUp.push(() => made.close());
  return made;
}

const failedAs = (name: string) => (error: unknown) => {
  assert.ok(error instanceof SignerError, String(error));
  assert.equal(error.entry, name);
  // Whatever went wrong, the request itself is not in the error.
  assert.doesNotMatch(`${error.stack}`, /signature=|canary/);
  return true;
};

test("threats 28 man in the middle: a server whose certificate no authority vouches for gets no byte of a request (control: with its own authority it does)", async () => {
  const { certificate, privateKey } = selfSigned();
  const seen: string[] = [];
  const port = await listen(
    createSecureServer({ cert: certificate, key: privateKey }, (request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.end("{}");
    }),
  );
  await assert.rejects(transport("https", port).send(ORDER), failedAs("notSent"));
  assert.deepEqual(seen, []);
  const trusted = await transport("https", port, { certificateAuthorities: certificate }).send(ORDER);
  assert.equal(trusted.status, 200);
  assert.equal(seen.length, 1);
});

test("threats 28 man in the middle: the private stream is not opened to such a server either", async () => {
  const { certificate, privateKey } = selfSigned();
  const seen: string[] = [];
  const server = createSecureServer({ cert: certificate, key: privateKey });
  server.on("upgrade", (request, socket) => {
    seen.push(request.url ?? "");
    socket.destroy();
  });
  const port = await listen(server);
  const reason = await new Promise<string>((resolve) => {
    const stream = new UserStream({
      url: `wss://127.0.0.1:${port}/ws-api/v3`,
      subscribeMessages: () => ["signed"],
      onEvent: () => undefined,
      onState: (state, text) => resolve(`${state} ${text}`),
    });
    cleanUp.push(() => stream.close());
  });
  assert.match(reason, /^closed/);
  assert.deepEqual(seen, []);
});

for (const status of [301, 302, 307, 308]) {
  test(`threats 28 man in the middle: a redirect (${status}) is handed back and not followed`, async () => {
    const thief = await plain((_, response) => response.end());
    const location = `http://127.0.0.1:${thief.port}/api/v3/order`;
    const exchange = await plain((_, response) => response.writeHead(status, { Location: location }).end());
    const answer = await transport("http", exchange.port).send(ORDER);
    assert.equal(answer.status, status);
    assert.equal(answer.headers["location"], undefined);
    assert.deepEqual([exchange.seen.length, thief.seen.length], [1, 0]);
  });
}

test("threats 28 man in the middle: live and test hosts are spoken to over TLS at their own names, the simulator on loopback only", () => {
  for (const exchange of ["binance", "coinbase"] as const) {
    for (const environment of ["live", "testnet"] as const) {
      const { api, stream } = pinnedHosts(exchange, environment, 1_234);
      assert.equal(api.protocol, "https");
      assert.equal(api.port, 443);
      assert.match(api.host, /\.(?:binance\.com|binance\.vision|coinbase\.com)$/);
      if (stream !== undefined)
        assert.match(stream, /^wss:\/\/[a-z0-9.-]+\.(?:binance\.com|binance\.vision|coinbase\.com)(?::443)?(?:\/|$)/);
    }
    const { api, stream } = pinnedHosts(exchange, "simulator", 1_234);
    assert.equal(api.host, "127.0.0.1");
    assert.match(stream ?? "", /^ws:\/\/127\.0\.0\.1:1234\//);
  }
});

test("where no connection stood, nothing was sent", async () => {
  const { port } = await plain(() => undefined);
  cleanUp.splice(0).forEach((end) => end());
  await assert.rejects(transport("http", port).send(ORDER), failedAs("notSent"));
});

test("once a request may have left, its outcome is unknown and it is not sent again", async () => {
  const cut = await plain((request) => request.socket.destroy());
  await assert.rejects(transport("http", cut.port).send(ORDER), failedAs("outcomeUnknown"));
  assert.equal(cut.seen.length, 1);

  const half = await plain((request, response) => {
    response.writeHead(200, { "Content-Length": "100" }).write("{");
    setTimeout(() => request.socket.destroy(), 20);
  });
  await assert.rejects(transport("http", half.port).send(ORDER), failedAs("outcomeUnknown"));

  const large = await plain((_, response) => response.end("x".repeat(2_000)));
  await assert.rejects(
    transport("http", large.port, { maxAnswerBytes: 1_000 }).send(ORDER),
    failedAs("outcomeUnknown"),
  );
});

test("an answer that trickles is cut off at the deadline", async () => {
  const slow = await plain((_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write("x"), 20);
    response.once("close", () => clearInterval(timer));
  });
  const started = performance.now();
  await assert.rejects(transport("http", slow.port, { deadlineMs: 200 }).send(ORDER), failedAs("outcomeUnknown"));
  assert.ok(performance.now() - started < 2_000);
});

test("a request that waited for a used connection and broke on it is unknown too", async () => {
  let count = 0;
  const exchange = await plain((request, response) => {
    count += 1;
    if (count <= 16) setTimeout(() => response.end("{}"), 50);
    else request.socket.destroy();
  });
  const link = transport("http", exchange.port);
  const results = await Promise.allSettled(Array.from({ length: 17 }, () => link.send(ORDER)));
  const failed = results.filter((result) => result.status === "rejected");
  assert.equal(failed.length, 1);
  failedAs("outcomeUnknown")(failed[0]?.reason);
});

test("of the answer's headers only those of the rate budget come back", async () => {
  const exchange = await plain((_, response) =>
    response
      .writeHead(200, { "X-MBX-USED-WEIGHT-1M": "7", "Set-Cookie": "a=b", "X-Other": "1", "Retry-After": "3" })
      .end("{}"),
  );
  const { headers } = await transport("http", exchange.port).send(ORDER);
  assert.equal(headers["x-mbx-used-weight-1m"], "7");
  assert.equal(headers["retry-after"], "3");
  assert.deepEqual(
    Object.keys(headers).filter((name) => name === "set-cookie" || name === "x-other"),
    [],
  );
});
