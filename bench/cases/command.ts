/** The built command as a user starts it: `--help`, and a backtest of a million stored candles from start to the last line. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../src/data/store/store.ts";
import { generateCandles } from "../../src/data/synthetic/generate.ts";
import type { Report } from "../../src/monitor/report/report.ts";
import { type Benchmark, type Figure, mustEqual, rounded } from "../support/benchmark.ts";
import { spreadOf, type Spread } from "../support/rounds.ts";

const root = join(import.meta.dirname, "../..");
const CANDLES = 1_000_000;
const COLD_LIMIT_MS = 300;
const HELP_LIMIT = 3;
const ROUNDS = 9;

const STRATEGY = {
  strategy_name: "ema_crossover",
  parameters: { short_window: 12, long_window: 26, stop_loss_pct: 0.03, take_profit_pct: 0.05 },
  symbols: ["BTC/USDT"],
  timeframe: "1m",
  capital_allocation: 0.1,
};
/** As the shipped ones, but nothing halts the run: a benchmark of 18,000 trades pays more fees than a halt allows. */
const RISK = { max_daily_loss: 1, max_drawdown: 1, cooldown_candles_after_stop: 0 };

/** A folder with settings and stored candles, as a user's is. */
function prepare(folder: string, count: number): void {
  mkdirSync(join(folder, "config"));
  writeFileSync(join(folder, "config/strategy_config.json"), JSON.stringify(STRATEGY));
  writeFileSync(join(folder, "config/risk_config.json"), JSON.stringify(RISK));
  cpSync(join(root, "config/exchange_config.json"), join(folder, "config/exchange_config.json"));
  const candles = generateCandles({ seed: 1, timeframe: "1m", from: Date.parse("2023-01-01"), count });
  openStore(join(folder, "data")).write({ exchange: "synthetic", symbol: "BTC/USDT", timeframe: "1m" }, candles);
}

/** The package as it is published, beside the checkout's modules. */
function build(folder: string): string {
  const target = join(folder, "package");
  mkdirSync(target);
  for (const name of ["bin", "schemas", "config", "package.json"])
    cpSync(join(root, name), join(target, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(target, "node_modules"));
  const built = spawnSync(process.execPath, [join(root, "scripts/build.mjs"), join(target, "dist")], {
    stdio: ["ignore", 2, 2],
  });
  if (built.status !== 0) throw new Error("the package does not build");
  return join(target, "bin/candlewright.mjs");
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-command-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ended {
  readonly clockMs: number;
  readonly processorMs: number;
  readonly maxRssMb: number;
  readonly text: string;
}

/** Says what the process used, on descriptor 3, when it ends. */
const METER = `data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS:m}=process.resourceUsage();writeSync(3,JSON.stringify([u+s,m]))})`;

function start(folder: string, parts: readonly string[]): Ended {
  const started = performance.now();
  const child = spawnSync(process.execPath, ["--import", METER, ...parts], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, XDG_CACHE_HOME: join(folder, "cache") },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    maxBuffer: 1 << 28,
  });
  const clockMs = performance.now() - started;
  if (child.status !== 0) throw new Error(`${parts.join(" ")} ended with ${child.status}: ${child.stderr}`);
  const [micros, kilobytes] = JSON.parse(child.output[3] ?? "") as [number, number];
  return { clockMs, processorMs: micros / 1000, maxRssMb: kilobytes / 1024, text: child.stdout };
}

const BACKTEST = ["backtest", "--candles", "synthetic", "--no-save"] as const;

/** What the command prints adds up: the cash at the start and what every trade gained is the equity at the end. */
function mustAddUp(text: string): void {
  const { run, trades, openPositions } = JSON.parse(text) as Pick<Report, "run" | "trades" | "openPositions">;
  if (trades.length === 0) throw new Error("no trade to compare");
  let equity = run.startingCash;
  for (const { profit } of trades) equity += profit;
  for (const { unrealisedProfit } of openPositions) equity += unrealisedProfit;
  mustEqual(run.finalEquity, equity, "final equity");
}

function check(): void {
  inFolder((folder) => {
    prepare(folder, 20_000);
    mustAddUp(start(folder, [join(root, "src/main.ts"), ...BACKTEST, "--json"]).text);
  });
}

function measure(): Figure[] {
  return inFolder((folder) => {
    prepare(folder, CANDLES);
    const command = build(folder);
    writeFileSync(join(folder, "empty.mjs"), "");
    const ways: Readonly<Record<string, readonly string[]>> = {
      empty: [join(folder, "empty.mjs")],
      help: [command, "--help"],
      backtest: [command, ...BACKTEST],
    };
    const ended: Record<string, Ended[]> = { empty: [], help: [], backtest: [] };
    for (let round = -1; round < ROUNDS; round++)
      for (const [way, parts] of Object.entries(ways)) {
        const one = start(folder, parts);
        // The first start of all fills the compile cache.
        if (round >= 0) ended[way].push(one);
      }
    const clock = (way: string): Spread => spreadOf(ended[way].map(({ clockMs }) => clockMs));
    const processor = (way: string): Spread => spreadOf(ended[way].map(({ processorMs }) => processorMs));
    const figuresOf = (way: string) => ({
      clockMs: rounded(clock(way).min),
      medianClockMs: rounded(clock(way).median),
      processorMs: rounded(processor(way).min),
      medianProcessorMs: rounded(processor(way).median),
    });
    return [
      {
        what: "backtest: start, load 1,000,000, run, print",
        value: rounded(clock("backtest").min),
        unit: "ms",
        limit: COLD_LIMIT_MS,
        from: figuresOf("backtest"),
      },
      {
        what: "peak memory of that command",
        value: rounded(spreadOf(ended["backtest"].map(({ maxRssMb }) => maxRssMb)).median),
        unit: "MB",
        limit: 250,
        from: {},
      },
      {
        what: "--help, over an empty program",
        value: rounded(processor("help").min / processor("empty").min),
        unit: "x",
        limit: HELP_LIMIT,
        from: {
          ...figuresOf("help"),
          emptyClockMs: rounded(clock("empty").min),
          emptyProcessorMs: rounded(processor("empty").min),
        },
      },
    ];
  });
}

export const benchmark: Benchmark = {
  name: "command",
  about: "the built package in fresh processes, compile cache filled by one start before",
  check,
  measure,
};
