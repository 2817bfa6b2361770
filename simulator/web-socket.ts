/**
 * The server's side of WebSocket (RFC 6455), as much of it as exchanges speak: whole text messages, ping, pong, close. Written here and
 * not taken from a library, because a simulator of faults must be able to send what no library sends.
 */
import { createHash } from "node:crypto";
import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** RFC 6455, 1.3: proves that the server understood the handshake. */
const HANDSHAKE_ID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const MAX_MESSAGE_BYTES = 64 * 1024;
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

interface SocketEvents {
  message: [text: string];
  close: [];
}

interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly endOffset: number;
}

export class WebSocketConnection extends EventEmitter<SocketEvents> {
  readonly #socket: Duplex;
  #pending: Buffer = Buffer.alloc(0);

  /** Answers the handshake and takes the connection over. */
  constructor(request: IncomingMessage, socket: Duplex, head: Buffer) {
    super();
    this.#socket = socket;
    const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${HANDSHAKE_ID}`).digest("base64");
    const lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
    socket.write(`${[...lines, `Sec-WebSocket-Accept: ${accept}`].join("\r\n")}\r\n\r\n`);
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.emit("close"));
    if (head.length > 0) this.#receive(head);
  }

  send(text: string): void {
    this.#write(TEXT, Buffer.from(text, "utf8"));
  }

  ping(): void {
    this.#write(PING, Buffer.alloc(0));
  }

  /** Closes with a status code: 1000 is a normal end. */
  close(code = 1_000): void {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.#write(CLOSE, payload);
    this.#socket.end();
  }

  /** Breaks the connection off, without a word. */
  destroy(): void {
    this.#socket.destroy();
  }

  #write(opcode: number, payload: Buffer): void {
    if (this.#socket.writable) this.#socket.write(encodeFrame(opcode, payload));
  }

  #receive(chunk: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    if (this.#pending.length > MAX_MESSAGE_BYTES) return this.destroy();
    for (let frame = readFrame(this.#pending); frame !== undefined; frame = readFrame(this.#pending)) {
      this.#pending = this.#pending.subarray(frame.endOffset);
      this.#take(frame);
    }
  }

  #take({ opcode, payload }: Frame): void {
    if (opcode === TEXT) this.emit("message", payload.toString("utf8"));
    else if (opcode === PING) this.#write(PONG, payload);
    else if (opcode === CLOSE) {
      this.#write(CLOSE, payload);
      this.#socket.end();
    } else if (opcode !== PONG) this.close(1_003);
  }
}

/** A server's frames are not masked. */
function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  let header: Buffer;
  if (length < 126) header = Buffer.from([0x80 | opcode, length]);
  else if (length < 65_536) header = Buffer.from([0x80 | opcode, 126, length >> 8, length & 255]);
  else {
    header = Buffer.alloc(10);
    header.writeUInt16BE(((0x80 | opcode) << 8) | 127);
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}

/** A client's frames are masked (RFC 6455, 5.3). @returns undefined where the frame is not whole yet */
function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const shortLength = bytes.readUInt8(1) & 127;
  const lengthBytes = shortLength === 126 ? 2 : shortLength === 127 ? 8 : 0;
  const maskOffset = 2 + lengthBytes;
  if (bytes.length < maskOffset + 4) return undefined;
  let length = shortLength;
  if (lengthBytes === 2) length = bytes.readUInt16BE(2);
  else if (lengthBytes === 8) length = Number(bytes.readBigUInt64BE(2));
  const start = maskOffset + 4;
  const endOffset = start + length;
  if (bytes.length < endOffset) return undefined;
  const payload = Buffer.from(bytes.subarray(start, endOffset));
  for (let at = 0; at < payload.length; at += 1) {
    payload.writeUInt8(payload.readUInt8(at) ^ bytes.readUInt8(maskOffset + (at % 4)), at);
  }
  return { opcode: bytes.readUInt8(0) & 15, payload, endOffset };
}
