/** What can be wrong with candles, their files and their sources. */
import { errorList } from "../engine/errors.ts";

export const dataErrors = errorList("DATA", {
  invalidName: {
    what: "This is not a name that the candle store can hold.",
    why: "Exchange and symbol become folder names, so they are limited to letters, digits and a few signs.",
    fix: "Write the exchange in lower case (binance) and the symbol as BASE/QUOTE (BTC/USDT).",
  },
  seriesMissing: {
    what: "There are no such candles in the store.",
    why: "They were never downloaded, imported, generated or resampled into this data folder.",
    fix: "Run: candlewright data list",
  },
  rangeEmpty: {
    what: "There are no candles in this range of time.",
    why: "The store holds this series, but nothing of it lies between the two times asked for.",
    fix: "Ask for a range that is stored (candlewright data list), or download the missing part.",
  },
  storeFileBroken: {
    what: "A month file of the candle store cannot be read.",
    why: "The store writes whole files only, so another program changed it, or the disk lost data.",
    fix: "Move the file away, then import or download that month again.",
  },
  storeBusy: {
    what: "Another process is writing these candles.",
    why: "Only one writer at a time may change a series, so that neither loses the other's candles.",
    fix: "Wait until it has ended, then run the command again.",
  },
  writeFailed: {
    what: "The candles could not be written.",
    why: "The disk refused the write. What was stored before is untouched.",
    fix: "Check free space and permissions of the data folder, then run the command again.",
  },
  invalidCandles: {
    what: "These candles cannot be stored.",
    why: "Open times must be whole milliseconds and strictly ascending, and every value a finite number.",
    fix: "Correct the source; `candlewright data check` says what a stored series suffers from.",
  },
  invalidGenerator: {
    what: "Candles cannot be generated from these settings.",
    why: "Every setting of the generator has a range outside which its candles would make no sense.",
    fix: "See: candlewright data generate --help",
  },
});
