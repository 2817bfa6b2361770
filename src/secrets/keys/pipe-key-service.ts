/** The key service of a process that holds secrets: every question goes to the unlocking process at the other end of a pipe. */
import { SealedError } from "../envelope/errors.ts";
import { Fields } from "../envelope/fields.ts";
import type { Identity } from "../envelope/identity.ts";
import type { StrictObject } from "../envelope/strict-json.ts";
import { maximumWraps, readWrap, type Role, type Wrap } from "../envelope/wraps.ts";
import type { KeyService, LockedAccount } from "./key-service.ts";
import { errorFrom, lockedDocument, type MessagePipe } from "./messages.ts";

export class PipeKeyService implements KeyService {
  readonly #pipe: MessagePipe;

  constructor(pipe: MessagePipe) {
    this.#pipe = pipe;
  }

  async wrap(dataKey: Buffer, identity: Identity): Promise<readonly Wrap[]> {
    await this.#pipe.send({ do: "wrap", identity }, dataKey);
    const fields = await this.#answer();
    const wraps = fields.list("wraps", maximumWraps).map((wrap, index) => readWrap(wrap, `wraps[${index}]`));
    fields.end();
    return wraps;
  }

  async unwrap(locked: LockedAccount, role: Role): Promise<Buffer> {
    await this.#pipe.send({ do: "unwrap", role, locked: lockedDocument(locked) });
    await this.#answer();
    return this.#pipe.receiveKey();
  }

  async #answer(): Promise<Fields> {
    const answer = await this.#pipe.receive();
    if (answer === undefined)
      throw new SealedError("wrongKey", { detail: "The unlocking process ended without an answer." });
    const error = (answer as StrictObject)["error"];
    if (error !== undefined) throw errorFrom(error as Record<string, string>);
    return new Fields(answer, "");
  }
}
