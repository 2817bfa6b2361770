/** A fingerprint of a run's result: equal hash, equal trades, equity and refusals, bit for bit. */
import { createHash, type Hash } from "node:crypto";
import type { OpenPosition, Refusal, RefusalCount, RunResult, Trade } from "../../engine/result.ts";

type TextField<Row> = { [Key in keyof Row]: Row[Key] extends string ? Key : never }[keyof Row];
type NumberField<Row> = { [Key in keyof Row]: Row[Key] extends number ? Key : never }[keyof Row];

/** Every field of a row, in the order in which it is hashed; the types refuse a field of the wrong kind. */
interface Fields<Row> {
  readonly texts: readonly TextField<Row>[];
  readonly numbers: readonly NumberField<Row>[];
}

const tradeFields: Fields<Trade> = {
  texts: ["strategy", "symbol", "direction", "entryReason", "exitReason"],
  numbers: [
    "entryTime",
    "entryPrice",
    "exitTime",
    "exitPrice",
    "quantity",
    "fees",
    "slippageCost",
    "profit",
    "profitFraction",
    "initialStopPrice",
    "maxAdverseExcursion",
    "maxFavourableExcursion",
    "entries",
  ],
};
const positionFields: Fields<OpenPosition> = {
  texts: ["strategy", "symbol", "direction"],
  numbers: ["quantity", "entryTime", "entryPrice", "markPrice", "unrealisedProfit"],
};
const refusalFields: Fields<Refusal> = { texts: ["strategy", "symbol", "code", "detail"], numbers: ["time"] };
const refusalCountFields: Fields<RefusalCount> = { texts: ["strategy", "symbol", "code"], numbers: ["count"] };

function addNumbers(hash: Hash, values: Float64Array): void {
  hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** The row count, then all numbers as float64, then all texts as one JSON array: each part's end is known, none can pass for another. */
function addRows<Row>(hash: Hash, rows: readonly Row[], { texts, numbers }: Fields<Row>): void {
  const values = new Float64Array(1 + rows.length * numbers.length);
  values[0] = rows.length;
  let next = 1;
  for (const row of rows) for (const field of numbers) values[next++] = row[field] as number;
  addNumbers(hash, values);
  hash.update(`${JSON.stringify(rows.flatMap((row) => texts.map((field) => row[field])))}\n`);
}

/** SHA-256, hex. */
export function hashResult(result: RunResult): string {
  const { curve, totals } = result;
  const hash = createHash("sha256");
  hash.update(`candlewright.result/1\n${JSON.stringify([result.currency, result.fillConvention])}\n`);
  addNumbers(
    hash,
    Float64Array.of(
      result.startingCash,
      result.finalEquity,
      result.makerFeeRate,
      result.takerFeeRate,
      result.slippageRate,
      result.spreadRate,
      result.startTime,
      result.endTime,
      totals.fees,
      totals.slippageCost,
      totals.tradedNotional,
      totals.fills,
      totals.orders,
      curve.time.length,
    ),
  );
  for (const column of [curve.time, curve.equity, curve.exposure]) addNumbers(hash, column);
  addRows(hash, result.trades, tradeFields);
  addRows(hash, result.openPositions, positionFields);
  addRows(hash, result.refusals, refusalFields);
  addRows(hash, result.refusalCounts, refusalCountFields);
  return hash.digest("hex");
}
