/** Exchange symbols as files and venues write them: `BTCUSDT`, `BTC-USD`, `ETH_BTC`. */

/** Quote currencies that end a symbol written without separator, longest first. */
const QUOTES = ["FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USD", "EUR", "GBP", "TRY", "BRL", "JPY", "BTC", "ETH", "BNB"];

/** `BTC/USDT` of any usual spelling, or undefined where it can't be told. */
export function parseSymbol(text: string): string | undefined {
  const separated = /^([A-Za-z0-9.]{1,20})[/\-_]([A-Za-z0-9.]{2,20})$/.exec(text);
  if (separated !== null) return `${separated[1]}/${separated[2]}`.toUpperCase();
  if (!/^[A-Z0-9]{5,20}$/.test(text)) return undefined;
  const quote = QUOTES.find((candidate) => text.endsWith(candidate) && text.length > candidate.length + 1);
  return quote === undefined ? undefined : `${text.slice(0, -quote.length)}/${quote}`;
}

export interface NameHints {
  readonly symbol?: string;
  readonly timeframe?: string;
}

/** What a file's name tells: `BTCUSDT-1h-2024-01.csv`, `BTC_USDT-5m.json` (freqtrade), `Coinbase-BTC-USD-PT4H-...`. */
export function hintsOfName(name: string): NameHints {
  const symbol = /(?:^|[^A-Za-z0-9])([A-Z0-9]{2,10}[-_](?:USD[TC]?|EUR|BTC|ETH)|[A-Z0-9]{5,14})(?=[-_.])/.exec(name);
  const usual = /[-_](\d{1,3}[mhdw])(?=[-_.])/.exec(name);
  const period = /[-_]PT?(\d{1,3})([MHD])(?=[-_.])/.exec(name);
  const parsed = symbol === null ? undefined : parseSymbol(symbol[1]);
  const timeframe = usual?.[1] ?? (period === null ? undefined : period[1] + period[2].toLowerCase());
  return { ...(parsed === undefined ? {} : { symbol: parsed }), ...(timeframe === undefined ? {} : { timeframe }) };
}
