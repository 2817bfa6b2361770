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
  unknownFormat: {
    what: "This file is in no format that can be imported.",
    why: "Candles are read from .csv, .json, .npy, .feather and .parquet files, each also inside .gz or .zip.",
    fix: "Convert it to CSV with the columns time, open, high, low, close, volume.",
  },
  needsLibrary: {
    what: "This format needs a library that is not installed.",
    why: "Feather and parquet are read and written by libraries that most users do not need.",
    fix: "Install the library that is named, or use CSV or .npy files.",
  },
  fileUnreadable: {
    what: "The file cannot be read.",
    why: "It is not there, or the system refuses to open it.",
    fix: "Check the path and its permissions.",
  },
  truncatedFile: {
    what: "The file is cut off or damaged.",
    why: "A download or a copy that was interrupted usually looks like this.",
    fix: "Fetch the file again. Nothing of it was stored.",
  },
  emptyFile: {
    what: "There are no candles in this file.",
    why: "It is empty or holds a header only.",
    fix: "Check that it is the right file.",
  },
  unknownColumns: {
    what: "It is not clear which column holds what.",
    why: "A header must name time, open, high, low, close and volume; without one, the usual order is assumed.",
    fix: "Name the columns in their order: --columns time,open,high,low,close,volume (with _ for a column to skip).",
  },
  wrongColumnCount: {
    what: "This line has another number of columns than the others.",
    why: "The file was cut off here, or two files were joined.",
    fix: "Correct or remove the line, or fetch the file again. Nothing of it was stored.",
  },
  notANumber: {
    what: "There is text where a number belongs.",
    why: "Prices and volumes must be plain decimal numbers, with a point.",
    fix: "Correct the line, or name the columns in their order with --columns. Nothing of the file was stored.",
  },
  mixedUnits: {
    what: "The times of this file are in different units, or out of any sensible range.",
    why: "Binance's dumps changed from milliseconds to microseconds in 2025; files joined across that change mix both.",
    fix: "Import the parts one by one, or say the unit with --time-unit s, ms or us. Nothing of the file was stored.",
  },
  notADate: {
    what: "There is something else where a date belongs.",
    why: "Dates are read as 2024-01-31, with an optional time 13:45:00 and zone; without a zone they are UTC.",
    fix: "Correct the line. Nothing of the file was stored.",
  },
  impossibleCandles: {
    what: "Many candles have a high below, or a low above, their other prices.",
    why: "The columns are probably in another order than assumed.",
    fix: "Name them in their order; Bitfinex's is: --columns time,open,close,high,low,volume",
  },
  otherSymbol: {
    what: "This file holds candles of another symbol.",
    why: "Mixing two markets in one series would poison every backtest on it.",
    fix: "Name the right symbol with --symbol, or import the right file. Nothing of it was stored.",
  },
  otherTimeframe: {
    what: "This file holds candles of another timeframe.",
    why: "The step between most of its candles differs from the timeframe asked for.",
    fix: "Name the right timeframe with --timeframe, import it, and use `candlewright data resample` for a longer one.",
  },
  unknownSeries: {
    what: "It is not clear where these candles belong.",
    why: "Exchange, symbol and timeframe are taken from the file's name (BTCUSDT-1h-2024-01.zip) or content, where these tell.",
    fix: "Say what is missing: --exchange binance --symbol BTC/USDT --timeframe 1h",
  },
  cannotResample: {
    what: "Candles cannot be resampled so.",
    why: "The new timeframe must be a whole multiple of the stored one.",
    fix: "Choose a longer timeframe that the stored one divides (1h to 4h), or download the one you need.",
  },
  featureMissing: {
    what: "There is no such feature in the data folder.",
    why: "A strategy uses an outside series whose file was never put there.",
    fix: "Put a CSV file with the columns time_available and value into the folder features of the data folder.",
  },
  featureColumns: {
    what: "It is not clear which columns of this feature file hold the time and the value.",
    why: "A feature counts from the moment at which it was known, not from the day that it is about: the file must say so.",
    fix: "Head the columns time_available and value, or name them in their order: time_available,value,_",
  },
  marketsBroken: {
    what: "The downloaded market metadata cannot be read.",
    why: "The file was changed by another program, or the disk lost data.",
    fix: "Delete the file; the shipped metadata are used until the next download.",
  },
});

/** What can go wrong between us and an exchange's public data. */
export const downloadErrors = errorList("DOWNLOAD", {
  unreachable: {
    what: "The exchange could not be reached.",
    why: "There was no usable answer after several attempts: no network, a server in trouble, or answers that were cut off.",
    fix: "Run the same command again later: it goes on where it stopped.",
  },
  refused: {
    what: "The exchange refused the request.",
    why: "It answered that it does not accept what was asked for.",
    fix: "Check symbol, timeframe and dates; the exchange's own words are above.",
  },
  banned: {
    what: "The exchange has closed its door to this address for a while.",
    why: "Too many requests came from it; other programs on this network count too.",
    fix: "Wait until the time named above, then run the same command again: it goes on where it stopped.",
  },
  restrictedLocation: {
    what: "The exchange does not serve this location.",
    why: "It refuses addresses of some countries (HTTP 451 or 403).",
    fix: "For Binance's public data try: --base-url https://data-api.binance.vision   Or use another exchange.",
  },
  badAnswer: {
    what: "The exchange's answer makes no sense.",
    why: "Its candles are out of order, off their grid or not numbers; storing them would poison the series.",
    fix: "Run the same command again; if it stays so, report it with the command line.",
  },
  unknownMarket: {
    what: "The exchange does not know this symbol.",
    why: "It is misspelt, delisted, or quoted in another currency there.",
    fix: "Write it as BASE/QUOTE, for example BTC/USDT on binance and BTC/USD on coinbase.",
  },
  timeframeNotOffered: {
    what: "The exchange does not offer this timeframe.",
    why: "Each exchange gives candles of certain lengths only.",
    fix: "Download a shorter one and use: candlewright data resample",
  },
  needsCcxt: {
    what: "This exchange is reached through ccxt, which is not installed.",
    why: "Only Binance and Coinbase are built in; ccxt is large, so it is left to those who need it.",
    fix: "Run: npm install ccxt@4.5.84",
  },
  unknownExchange: {
    what: "There is no such exchange.",
    why: "Neither Candlewright nor ccxt knows it.",
    fix: "Use binance, coinbase, or the name of an exchange that ccxt supports (kraken, bybit, okx, ...).",
  },
});
