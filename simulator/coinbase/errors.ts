/** A request that Coinbase refuses: HTTP status and the body's `error` and `message`. */
export class CoinbaseRefusal extends Error {
  readonly status: number;
  readonly error: string;

  constructor(status: number, error: string, message: string) {
    super(message);
    this.name = "CoinbaseRefusal";
    this.status = status;
    this.error = error;
  }
}

export const refuse = {
  unauthorized: () => new CoinbaseRefusal(401, "Unauthorized", "Unauthorized"),
  forbidden: () => new CoinbaseRefusal(403, "PERMISSION_DENIED", "Missing required scopes"),
  invalid: (message: string) => new CoinbaseRefusal(400, "INVALID_ARGUMENT", message),
  notFound: (what: string) => new CoinbaseRefusal(404, "NOT_FOUND", `${what} not found`),
};
