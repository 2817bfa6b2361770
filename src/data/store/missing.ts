/** The answer to a series that is not there: what is there instead, and the command that helps. */
import { join } from "node:path";
import { CandlewrightError } from "../../engine/errors.ts";
import { timeframeMs } from "../../engine/timeframe.ts";
import { dataErrors } from "../errors.ts";
import { foldersIn, timeframesIn } from "./list.ts";
import { type SeriesName, SYNTHETIC_EXCHANGE, symbolFolder, symbolOfFolder } from "./paths.ts";

export function missingSeries(root: string, wanted: SeriesName): CandlewrightError {
  const { exchange, symbol, timeframe } = wanted;
  const present = timeframesIn(join(root, exchange, symbolFolder(symbol)));
  const download = commandFor(wanted);
  if (present.length === 0) return noSuchSymbol(root, wanted, download);
  const source = present.findLast((other) => timeframeMs(timeframe) % timeframeMs(other) === 0);
  const resample = `candlewright data resample ${symbol} --exchange ${exchange} --timeframe ${source} --to ${timeframe}`;
  return new CandlewrightError(dataErrors.seriesMissing, {
    file: root,
    detail: `There is no ${timeframe} of ${symbol} on ${exchange}; there is ${present.join(", ")}.`,
    fix: source === undefined ? `Get it: ${download}` : `Make it from ${source}: ${resample}   Or get it: ${download}`,
  });
}

/** Synthetic candles come from no exchange. */
function commandFor({ exchange, symbol, timeframe }: SeriesName): string {
  if (exchange === SYNTHETIC_EXCHANGE) return `candlewright data generate ${symbol} --timeframe ${timeframe}`;
  return `candlewright data download ${symbol} --exchange ${exchange} --timeframe ${timeframe}`;
}

function noSuchSymbol(root: string, wanted: SeriesName, download: string): CandlewrightError {
  const { exchange, symbol } = wanted;
  const isStored = (...folders: string[]) => timeframesIn(join(root, ...folders)).length > 0;
  const elsewhere = foldersIn(root).filter((other) => isStored(other, symbolFolder(symbol)));
  const symbols = foldersIn(join(root, exchange))
    .filter((folder) => isStored(exchange, folder))
    .map(symbolOfFolder);
  let there = `nothing is stored for ${exchange}`;
  if (elsewhere.length > 0) there = `it is there on ${elsewhere.join(", ")}`;
  else if (symbols.length > 0) there = `there is ${symbols.slice(0, 8).join(", ")}${symbols.length > 8 ? ", ..." : ""}`;
  return new CandlewrightError(dataErrors.seriesMissing, {
    file: root,
    detail: `There is no ${symbol} on ${exchange}; ${there}.`,
    fix: `Get it: ${download}   Or bring your own file: candlewright data import --help`,
  });
}
