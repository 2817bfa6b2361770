/** The balances of one account; amounts in units. Free and locked are kept apart, as the venues do. */
export class Account {
  readonly id: string;
  readonly #free = new Map<string, bigint>();
  readonly #locked = new Map<string, bigint>();

  constructor(id: string) {
    this.id = id;
  }

  free(asset: string): bigint {
    return this.#free.get(asset) ?? 0n;
  }

  locked(asset: string): bigint {
    return this.#locked.get(asset) ?? 0n;
  }

  assets(): string[] {
    return [...new Set([...this.#free.keys(), ...this.#locked.keys()])].sort();
  }

  credit(asset: string, amount: bigint): void {
    this.#free.set(asset, this.free(asset) + amount);
  }

  debit(asset: string, amount: bigint): void {
    if (this.free(asset) < amount) throw new RangeError(`account ${this.id} lacks ${asset}`);
    this.#free.set(asset, this.free(asset) - amount);
  }

  lock(asset: string, amount: bigint): void {
    this.debit(asset, amount);
    this.#locked.set(asset, this.locked(asset) + amount);
  }

  /** Back from locked to free. */
  unlock(asset: string, amount: bigint): void {
    if (this.locked(asset) < amount) throw new RangeError(`account ${this.id} has less ${asset} locked`);
    this.#locked.set(asset, this.locked(asset) - amount);
    this.credit(asset, amount);
  }
}
