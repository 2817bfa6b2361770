/** A whole small world for tests of the signer: the exchange in a box, a real sealed account on disk, and real signer processes. */
import { createPublicKey, createSecretKey, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiKey, TRADE_ONLY } from "../../simulator/keys.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../simulator/simulator.ts";
import { type CredentialKind, parseEnvelope } from "../../src/secrets/envelope/format.ts";
import type { Identity } from "../../src/secrets/envelope/identity.ts";
import { unwrapWithRawKey, wrapWithRawKey } from "../../src/secrets/envelope/local-wrap.ts";
import type { OrderPolicy } from "../../src/secrets/envelope/policy.ts";
import { openEnvelope, sealEnvelope } from "../../src/secrets/envelope/seal.ts";
import { VaultDirectory } from "../../src/secrets/envelope/vault-directory.ts";
import type { RawKeyWrap } from "../../src/secrets/envelope/wraps.ts";
import { SignerClient } from "../../src/secrets/signer/client.ts";
import { type LaunchOptions, type RunningSigner, startSigner } from "../../src/secrets/signer/launcher.ts";
import type { OrderRequest } from "../../src/secrets/signer/requests.ts";

export const DEFAULT_POLICY: OrderPolicy = {
  symbols: ["BTC/USDT", "ETH/USDT"],
  maxOrderNotional: "1000",
  maxDailyNotional: "5000",
  priceCollarFraction: "0.05",
  maxOrdersPerMinute: 100,
};

export interface WorldOptions {
  readonly exchange?: Identity["exchange"];
  readonly purpose?: Identity["purpose"];
  readonly credential?: CredentialKind;
  readonly secret?: Buffer;
  readonly policy?: Partial<OrderPolicy>;
  readonly apiKey?: Partial<ApiKey>;
  readonly simulator?: SimulatorOptions;
  readonly nodePath?: string;
}

interface KeyMaterial {
  /** What lies in the envelope. */
  readonly secret: Buffer;
  /** What the exchange knows. */
  readonly known: KeyObject;
}

function makeKey(kind: CredentialKind, secret: Buffer): KeyMaterial {
  if (kind === "hmac-sha256") return { secret, known: createSecretKey(secret) };
  const { privateKey } =
    kind === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { secret: privateKey.export({ format: "der", type: "pkcs8" }), known: createPublicKey(privateKey) };
}

export class SignerWorld {
  readonly folder = mkdtempSync(join(tmpdir(), "candlewright-signer-"));
  readonly vaultFolder = join(this.folder, "vault");
  readonly simulator: Simulator;
  readonly identity: Identity;
  readonly apiKey: ApiKey;
  readonly #options: WorldOptions;
  readonly signers: RunningSigner[] = [];
  readonly #clients: SignerClient[] = [];

  private constructor(options: WorldOptions, simulator: Simulator, known: KeyObject) {
    this.#options = options;
    this.simulator = simulator;
    simulator.exchange.openAccount("main", { USDT: "100000", USD: "100000", BTC: "1" });
    this.apiKey = simulator.addKey({
      permissions: { ...TRADE_ONLY },
      ...options.apiKey,
      accountId: "main",
      key: known,
    });
    this.identity = {
      vault: randomBytes(16).toString("hex"),
      account: "main",
      exchange: options.exchange ?? "binance",
      environment: "simulator",
      purpose: options.purpose ?? "trade",
      uid: randomBytes(16).toString("hex"),
    };
    mkdirSync(this.vaultFolder, { mode: 0o700 });
    writeFileSync(this.keyPath, randomBytes(32), { mode: 0o600 });
  }

  static async open(options: WorldOptions = {}): Promise<SignerWorld> {
    const kind = options.credential ?? "hmac-sha256";
    const { secret, known } = makeKey(kind, Buffer.from(options.secret ?? randomBytes(32).toString("hex")));
    const simulator = await startSimulator(options.simulator);
    const world = new SignerWorld(options, simulator, known);
    await world.#seal(kind, secret);
    secret.fill(0);
    return world;
  }

  get socketPath(): string {
    return join(this.folder, "run", "main.sock");
  }

  get envelopePath(): string {
    return join(this.vaultFolder, "main.json");
  }

  get auditPath(): string {
    return join(this.vaultFolder, "main.audit.jsonl");
  }

  launchOptions(): LaunchOptions {
    const script = join(import.meta.dirname, "unlock-with-key-file.ts");
    return {
      identity: this.identity,
      vaultFolder: this.vaultFolder,
      socketPath: this.socketPath,
      simulatorPort: this.simulator.port,
      unlock: {
        program: process.execPath,
        arguments: [script, this.envelopePath, this.keyPath],
        environment: {},
      },
      ...(this.#options.nodePath === undefined ? {} : { nodePath: this.#options.nodePath }),
    };
  }

  /** Starts a signer; it is stopped with the world. */
  async start(change: Partial<LaunchOptions> = {}): Promise<RunningSigner> {
    const signer = await startSigner({ ...this.launchOptions(), ...change });
    this.signers.push(signer);
    return signer;
  }

  async connect(): Promise<SignerClient> {
    const client = await SignerClient.connect(this.socketPath);
    this.#clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    for (const signer of this.signers) await signer.stop();
    await this.simulator.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What the unlocking process hands over. */
  dataKey(): Buffer {
    const { header, wraps } = parseEnvelope(readFileSync(this.envelopePath));
    return unwrapWithRawKey(wraps[0] as RawKeyWrap, readFileSync(this.keyPath), header.identity);
  }

  /** The sealed secret: HMAC bytes, or a PKCS#8 private key. */
  secret(): Buffer {
    return openEnvelope(parseEnvelope(readFileSync(this.envelopePath)), this.dataKey()).secret;
  }

  /** Lets another user of this machine read the sealed account, for tests that give up being root. */
  giveTo(userId: number, chown: (path: string, userId: number) => void): void {
    for (const path of [this.folder, this.vaultFolder, this.envelopePath, this.auditPath, this.keyPath])
      chown(path, userId);
    chmodSync(this.folder, 0o700);
  }

  get keyPath(): string {
    return join(this.folder, "master.key");
  }

  async #seal(credential: CredentialKind, secret: Buffer): Promise<void> {
    const vault = new VaultDirectory(this.vaultFolder);
    const auditKey = randomBytes(32);
    const contents = { apiKey: Buffer.from(this.apiKey.id), secret, pendingSecret: Buffer.alloc(0), auditKey };
    const audit = await vault.begin(this.identity, auditKey);
    const header = {
      identity: this.identity,
      generation: 1,
      written: "2026-11-23T10:00:00Z",
      credential,
      keyFingerprint: "",
      publicKey: Buffer.alloc(0),
      policy: { ...DEFAULT_POLICY, ...this.#options.policy },
      audit,
    };
    const rawKey = readFileSync(this.keyPath);
    const key = { provider: "key-file", keyId: "test", role: "primary" } as const;
    const envelope = await sealEnvelope(header, contents, async (dataKey, identity) => [
      wrapWithRawKey(dataKey, rawKey, key, identity),
    ]);
    await vault.commit(envelope, 0, "test", auditKey);
  }
}

let lastOrder = 0;

/** A small honest order with a fresh id: a market buy by what it spends, any other by its quantity; what differs is given. */
export function sampleOrder(change: Partial<OrderRequest> = {}): OrderRequest {
  lastOrder += 1;
  const clientOrderId = `test-${process.pid}-${lastOrder}`;
  const isMarketBuy = (change.side ?? "buy") === "buy" && (change.type ?? "market") === "market";
  const amount = isMarketBuy ? { quoteQuantity: "50" } : { quantity: "0.001" };
  return { symbol: "BTC/USDT", side: "buy", type: "market", clientOrderId, ...amount, ...change };
}
