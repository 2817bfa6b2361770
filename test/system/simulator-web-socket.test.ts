import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { WebSocketConnection } from "../../simulator/web-socket.ts";

/** The simulator's WebSocket against Node's own client, which refuses whatever breaks RFC 6455. */

const server = createServer();
const connections: WebSocketConnection[] = [];

before(async () => {
  server.on("upgrade", (request, socket, head) => {
    const connection = new WebSocketConnection(request, socket, head);
    connections.push(connection);
    connection.on("message", (text) => connection.send(text.repeat(2)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

after(() => {
  for (const connection of connections) connection.destroy();
  server.close();
});

async function connect(): Promise<WebSocket> {
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await once(client, "open");
  return client;
}

async function ask(client: WebSocket, text: string): Promise<string> {
  client.send(text);
  const [event] = (await once(client, "message")) as [MessageEvent];
  return String(event.data);
}

test("messages of every length class go both ways unchanged, many at once too", async () => {
  const client = await connect();
  for (const length of [0, 1, 62, 63, 125, 126, 127, 32_767, 32_768, 60_000]) {
    const text = "é".repeat(length >> 1) + "x".repeat(length & 1);
    assert.equal(await ask(client, text), text.repeat(2));
  }
  const answers: string[] = [];
  client.addEventListener("message", ({ data }) => answers.push(String(data)));
  for (let index = 0; index < 50; index += 1) client.send(String(index));
  while (answers.length < 50) await once(client, "message");
  assert.deepEqual(
    answers,
    Array.from({ length: 50 }, (_, index) => `${index}${index}`),
  );
  client.close();
});

test("a ping is answered by the client, a close is agreed, a broken line is seen", async () => {
  const polite = await connect();
  connections.at(-1)?.ping();
  assert.equal(await ask(polite, "still here"), "still herestill here");
  connections.at(-1)?.close(1_001);
  const [closed] = (await once(polite, "close")) as [{ code: number }];
  assert.equal(closed.code, 1_001);

  const broken = await connect();
  connections.at(-1)?.destroy();
  const [gone] = (await once(broken, "close")) as [{ code: number }];
  assert.equal(gone.code, 1_006);
});

test("a message beyond the cap ends the connection", async () => {
  const client = await connect();
  client.send("x".repeat(70_000));
  await once(client, "close");
});
