// `npm start`: from a fresh checkout to a first report. It sets up, sees to it that there are candles, backtests the settings in
// config/ and says what to try next. `npm start -- --download` takes real candles from the exchange instead of synthetic ones.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

const HTML_REPORT = join("reports", "backtest.html");
const SYNTHETIC = "synthetic";

const wantsDownload = process.argv.includes("--download");
const node = setUp();

/** Runs one command line of ours; ends with its exit code if it fails. */
function candlewright(commandLine, output) {
  const result = spawnSync(node, [join(root, "bin", "candlewright.mjs"), ...commandLine], {
    cwd: root,
    stdio: ["inherit", output, "inherit"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
  return result.stdout;
}
const show = (...commandLine) => candlewright(commandLine, "inherit");
const read = (...commandLine) => JSON.parse(candlewright([...commandLine, "--json"], "pipe"));

/** Every symbol and timeframe that the settings trade, each once. */
function wantedSeries(settings) {
  const timeframes = settings.filter(({ path }) => path.endsWith("timeframe"));
  const wanted = timeframes.flatMap(({ path, value: timeframe }) => {
    const symbols = settings.find((one) => one.path === path.replace("timeframe", "symbols")).value;
    return symbols.map((symbol) => `${symbol} ${timeframe}`);
  });
  return [...new Set(wanted)].map((series) => series.split(" "));
}

const settings = read("config", "show");
const exchange = settings.find(({ section, path }) => section === "exchange" && path === "exchange").value;
const wanted = wantedSeries(settings);
const stored = read("data", "list");
const isStored = (of, [symbol, timeframe]) =>
  stored.some((one) => one.exchange === of && one.symbol === symbol && one.timeframe === timeframe);

/** The exchange whose stored candles the backtest takes. */
let candles = exchange;
if (wantsDownload) {
  for (const [symbol, timeframe] of wanted)
    show("data", "download", symbol, "--exchange", exchange, "--timeframe", timeframe);
} else if (!wanted.every((series) => isStored(exchange, series))) {
  // Without a network there is no market's history: seeded candles show how everything works, and no more than that.
  candles = SYNTHETIC;
  for (const [symbol, timeframe] of wanted)
    if (!isStored(SYNTHETIC, [symbol, timeframe])) show("data", "generate", symbol, "--timeframe", timeframe);
}

mkdirSync(join(root, "reports"), { recursive: true });
show("backtest", "--candles", candles, "--html", HTML_REPORT);

process.stderr.write(`
The HTML report: ${HTML_REPORT}

What to try next (npx candlewright ... works from this folder):
  npm start -- --download                         the same on a year of real candles (needs the network)
  npx candlewright config explain stop_loss_pct   what a setting means; then change config/strategy_config.json
  npx candlewright new strategy my_strategy       a strategy of your own, with its test
  npx candlewright --help                         all commands
`);
