/** Receiving the data key: 32 bytes on an inherited pipe, written by the unlocking process, which then ends. */
import { Socket } from "node:net";
import { erasableBuffer } from "../envelope/erasable.ts";
import { SignerError } from "./errors.ts";

/** The file descriptor of the pipe, in the signer and in the unlocking process alike. */
export const DATA_KEY_DESCRIPTOR = 3;
const DATA_KEY_BYTES = 32;

/**
 * Reads the data key. The bytes go straight into one buffer of ours, so that erasing that buffer erases the key.
 * @returns the data key, which the caller erases
 * @throws SignerError `noDataKey` where the pipe ends early, or holds more
 */
export function receiveDataKey(descriptor = DATA_KEY_DESCRIPTOR): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const arrived = erasableBuffer(DATA_KEY_BYTES + 1);
    const key = erasableBuffer(DATA_KEY_BYTES);
    let length = 0;
    const pipe = new Socket({
      fd: descriptor,
      readable: true,
      writable: false,
      onread: {
        buffer: arrived,
        callback: (count, chunk) => {
          if (length + count <= DATA_KEY_BYTES) key.set(chunk.subarray(0, count), length);
          length += count;
          chunk.fill(0);
          return true;
        },
      },
    });
    const finish = () => {
      arrived.fill(0);
      if (length === DATA_KEY_BYTES) return resolve(key);
      key.fill(0);
      reject(new SignerError("noDataKey", `${length} bytes came.`));
    };
    pipe.once("close", finish);
    pipe.on("error", () => pipe.destroy());
    pipe.resume();
  });
}
