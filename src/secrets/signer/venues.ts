import type { Exchange } from "../envelope/identity.ts";
import { binanceVenue } from "./binance/venue.ts";
import { coinbaseVenue } from "./coinbase/venue.ts";
import type { Venue } from "./venue.ts";

/** The exchanges that are built in. There is no way to add one from outside. */
export const venues: Readonly<Record<Exchange, Venue>> = { binance: binanceVenue, coinbase: coinbaseVenue };
