/**
 * Synthetic candles that behave as a crypto market does: volatility clusters (GARCH(1,1)), tails are fat (Student's t),
 * trends, ranges and panics alternate (regimes.ts), volume follows movement and the hour. They say nothing about a market.
 */
import { type CandleColumns, emptyCandles } from "../../engine/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { bucketStart, DAY_MS, HOUR_MS, timeframeMs } from "../../engine/timeframe.ts";
import { dataErrors } from "../errors.ts";
import { Random } from "./random.ts";
import { firstRegime, nextRegime } from "./regimes.ts";

export interface GenerateOptions {
  /** Equal seeds and options give equal candles, bit for bit. */
  readonly seed: number;
  /** `15m`. */
  readonly timeframe: string;
  /** Open time of the first candle, milliseconds UTC; moved down onto the timeframe's grid. */
  readonly from: number;
  /** Number of candles. */
  readonly count: number;
  /** Price at which the first candle opens. Default 30,000. */
  readonly startPrice?: number;
  /** Prices are multiples of it. Default 0.01. */
  readonly tickSize?: number;
  /** Ordinary standard deviation of a year's log return. Default 0.6 (60 %). */
  readonly annualVolatility?: number;
  /** Ordinary turnover of a day in the quote currency. Default 50 million. */
  readonly dailyTurnover?: number;
  /** Chance that candles are missing before a candle, as after an outage. Default 0: no gaps. */
  readonly gapChance?: number;
}

const YEAR_MS = 365.25 * DAY_MS;
/** GARCH(1,1): weight of the last shock, weight of the last variance; the rest pulls to the ordinary variance. */
const SHOCK_WEIGHT = 0.07;
const MEMORY_WEIGHT = 0.91;
const VARIANCE_LIMIT = 12;
/** Steps of the path inside a candle, from which its high and low come. */
const STEPS = 8;
const MEAN_GAP_CANDLES = 6;
const VOLUME_DECIMALS = 1e5;

/** @throws CandlewrightError DATA_INVALID_GENERATOR or TIMEFRAME_INVALID */
export function generateCandles(options: GenerateOptions): CandleColumns {
  const { seed, count, startPrice = 30_000, tickSize = 0.01, annualVolatility = 0.6 } = options;
  const { dailyTurnover = 50e6, gapChance = 0 } = options;
  const lengthMs = timeframeMs(options.timeframe);
  refuseNonsense({ seed, count, startPrice, tickSize, annualVolatility, dailyTurnover, gapChance, from: options.from });

  const random = new Random(seed);
  const sigma = annualVolatility * Math.sqrt(lengthMs / YEAR_MS);
  const turnover = (dailyTurnover * lengthMs) / DAY_MS;
  const candles = emptyCandles(count);
  let time = bucketStart(options.from, lengthMs);
  let logPrice = Math.log(startPrice);
  let regime = firstRegime(random);
  let regimeLeft = random.geometric(regime.meanCandles);
  let regimeStart = logPrice;
  let variance = 1;

  for (let i = 0; i < count; i++) {
    if (regimeLeft-- === 0) {
      regime = nextRegime(regime, random);
      regimeLeft = random.geometric(regime.meanCandles);
      regimeStart = logPrice;
    }
    if (gapChance > 0 && i > 0 && random.uniform() < gapChance) {
      const missing = random.geometric(MEAN_GAP_CANDLES);
      time += missing * lengthMs;
      logPrice += sigma * regime.volatility * Math.sqrt(missing) * random.normal();
    }
    // Student's t with 6 degrees of freedom, unit variance: chi-squared(6) is -2 ln of three uniforms.
    const tail = Math.sqrt(2 / -Math.log(random.uniform() * random.uniform() * random.uniform()));
    const volatility = sigma * regime.volatility * Math.sqrt(variance);
    const step = (volatility * tail) / Math.sqrt(STEPS);
    const drift = (sigma * regime.drift - regime.pull * (logPrice - regimeStart)) / STEPS;
    const openLog = logPrice;
    let highLog = logPrice;
    let lowLog = logPrice;
    for (let k = 0; k < STEPS; k++) {
      logPrice += drift + step * random.normal();
      if (logPrice > highLog) highLog = logPrice;
      else if (logPrice < lowLog) lowLog = logPrice;
    }
    const shock = (logPrice - openLog) / volatility;
    variance = 1 - SHOCK_WEIGHT - MEMORY_WEIGHT + SHOCK_WEIGHT * shock * shock * variance + MEMORY_WEIGHT * variance;
    if (variance > VARIANCE_LIMIT) variance = VARIANCE_LIMIT;

    const open = onGrid(Math.exp(openLog), tickSize);
    const activity = ((highLog - lowLog) / (1.6 * sigma)) * Math.exp(0.4 * random.normal()) * hourlyShare(time);
    candles.openTime[i] = time;
    candles.open[i] = open;
    candles.high[i] = onGrid(Math.exp(highLog), tickSize);
    candles.low[i] = onGrid(Math.exp(lowLog), tickSize);
    candles.close[i] = onGrid(Math.exp(logPrice), tickSize);
    candles.volume[i] = Math.max(1, Math.round((turnover / open) * activity * VOLUME_DECIMALS)) / VOLUME_DECIMALS;
    time += lengthMs;
  }
  return candles;
}

/**
 * Nearest multiple of the tick, at least one. A tick of 0.01 is taken as 1/100, so that the result is the float64
 * nearest to the decimal number, as a parsed price is.
 */
function onGrid(price: number, tickSize: number): number {
  const perUnit = Math.round(1 / tickSize);
  if (tickSize < 1 && Math.abs(perUnit * tickSize - 1) < 1e-9)
    return Math.max(1, Math.round(price * perUnit)) / perUnit;
  return Math.max(1, Math.round(price / tickSize)) * tickSize;
}

/** Trading is thin at night in Europe and America and thick at 14:00 UTC; a triangle is near enough. Mean 1. */
function hourlyShare(timeMs: number): number {
  const hour = (timeMs % DAY_MS) / HOUR_MS;
  const distance = Math.min(Math.abs(hour - 14), 24 - Math.abs(hour - 14));
  return 1.4 - distance / 15;
}

function refuseNonsense(numbers: Readonly<Record<string, number>>): void {
  const { seed, from, count, startPrice, tickSize, annualVolatility, dailyTurnover, gapChance } = numbers;
  const wrong: [boolean, string][] = [
    [!Number.isSafeInteger(seed), `the seed must be a whole number, not ${seed}`],
    [!Number.isFinite(from), `the first open time must be a time, not ${from}`],
    [!Number.isInteger(count) || count < 1 || count > 50e6, `the count must be 1 to 50,000,000, not ${count}`],
    [!(startPrice > 0 && startPrice < 1e12), `the start price must be above 0, not ${startPrice}`],
    [!(tickSize > 0 && tickSize <= startPrice), `the tick must be above 0 and at most the price, not ${tickSize}`],
    [
      !(annualVolatility > 0 && annualVolatility <= 5),
      `the volatility must be above 0 and at most 5, not ${annualVolatility}`,
    ],
    [!(dailyTurnover > 0), `the turnover must be above 0, not ${dailyTurnover}`],
    [!(gapChance >= 0 && gapChance < 1), `the chance of a gap must be from 0 to below 1, not ${gapChance}`],
  ];
  const found = wrong.find(([isWrong]) => isWrong);
  if (found !== undefined) throw new CandlewrightError(dataErrors.invalidGenerator, { detail: `${found[1]}.` });
}
