/** A request that Binance refuses: its code and words as in the public error list. */
export class BinanceRefusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "BinanceRefusal";
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const refuse = {
  tooManyRequests: (retryAfterSeconds: number) =>
    new BinanceRefusal(429, -1003, "Too much request weight used; current limit is 6000 request weight per 1 MINUTE.", {
      "Retry-After": String(retryAfterSeconds),
    }),
  tooManyOrders: () => new BinanceRefusal(429, -1015, "Too many new orders; current limit is 50 orders per 10 SECOND."),
  timestamp: (ahead: boolean) =>
    new BinanceRefusal(
      400,
      -1021,
      ahead
        ? "Timestamp for this request was 1000ms ahead of the server's time."
        : "Timestamp for this request is outside of the recvWindow.",
    ),
  signature: () => new BinanceRefusal(400, -1022, "Signature for this request is not valid."),
  illegalCharacters: (name: string) =>
    new BinanceRefusal(400, -1100, `Illegal characters found in parameter '${name}'.`),
  duplicateParameter: (name: string) =>
    new BinanceRefusal(400, -1101, `Duplicate values for a parameter '${name}' detected.`),
  missing: (name: string) =>
    new BinanceRefusal(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`),
  unread: (read: number, sent: number) =>
    new BinanceRefusal(
      400,
      -1104,
      `Not all sent parameters were read; read '${read}' parameter(s) but was sent '${sent}'.`,
    ),
  notRequired: (name: string) => new BinanceRefusal(400, -1106, `Parameter '${name}' sent when not required.`),
  precision: (name: string) => new BinanceRefusal(400, -1111, `Parameter '${name}' has too much precision.`),
  timeInForce: () => new BinanceRefusal(400, -1115, "Invalid timeInForce."),
  orderType: () => new BinanceRefusal(400, -1116, "Invalid orderType."),
  side: () => new BinanceRefusal(400, -1117, "Invalid side."),
  interval: () => new BinanceRefusal(400, -1120, "Invalid interval."),
  symbol: () => new BinanceRefusal(400, -1121, "Invalid symbol."),
  recvWindow: () => new BinanceRefusal(400, -1131, "recvWindow must be less than 60000"),
  filter: (name: string) => new BinanceRefusal(400, -1013, `Filter failure: ${name}`),
  newOrder: (message: string) => new BinanceRefusal(400, -2010, message),
  cancel: () => new BinanceRefusal(400, -2011, "Unknown order sent."),
  noSuchOrder: () => new BinanceRefusal(400, -2013, "Order does not exist."),
  keyFormat: () => new BinanceRefusal(401, -2014, "API-key format invalid."),
  keyRejected: () => new BinanceRefusal(401, -2015, "Invalid API-key, IP, or permissions for action."),
};
