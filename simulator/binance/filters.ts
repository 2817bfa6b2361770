import type { Market } from "../market.ts";
import type { OrderRequest } from "../orders.ts";
import { divideUnits, formatUnits, multiplyUnits, ONE } from "../units.ts";
import { refuse } from "./errors.ts";

/** The filters of a market as exchangeInfo lists them. */
export function describeFilters(market: Market): object[] {
  const { tickSize, stepSize, minQuantity, maxQuantity, minNotional, priceBandFactor } = market.rules;
  const inverse = formatUnits(divideUnits(ONE, priceBandFactor));
  return [
    {
      filterType: "PRICE_FILTER",
      minPrice: formatUnits(tickSize),
      maxPrice: "1000000.00000000",
      tickSize: formatUnits(tickSize),
    },
    {
      filterType: "LOT_SIZE",
      minQty: formatUnits(minQuantity),
      maxQty: formatUnits(maxQuantity),
      stepSize: formatUnits(stepSize),
    },
    {
      filterType: "PERCENT_PRICE_BY_SIDE",
      bidMultiplierUp: formatUnits(priceBandFactor),
      bidMultiplierDown: inverse,
      askMultiplierUp: formatUnits(priceBandFactor),
      askMultiplierDown: inverse,
      avgPriceMins: 5,
    },
    {
      filterType: "NOTIONAL",
      minNotional: formatUnits(minNotional),
      applyMinToMarket: true,
      maxNotional: "9000000.00000000",
      applyMaxToMarket: false,
      avgPriceMins: 5,
    },
    { filterType: "MAX_NUM_ORDERS", maxNumOrders: 200 },
  ];
}

/** @throws BinanceRefusal -1013 naming the first filter that the order breaks */
export function applyFilters(order: OrderRequest, market: Market): void {
  const { tickSize, stepSize, minQuantity, maxQuantity, minNotional, priceBandFactor } = market.rules;
  for (const price of [order.limitPrice, order.trigger?.price]) {
    if (price !== undefined && (price === 0n || price % tickSize !== 0n)) throw refuse.filter("PRICE_FILTER");
  }
  if (order.limitPrice !== undefined) {
    const highest = multiplyUnits(market.mid, priceBandFactor);
    const lowest = divideUnits(market.mid, priceBandFactor);
    if (order.limitPrice > highest || order.limitPrice < lowest) throw refuse.filter("PERCENT_PRICE_BY_SIDE");
  }
  const quantity = order.quantity;
  if (quantity !== undefined && (quantity < minQuantity || quantity > maxQuantity || quantity % stepSize !== 0n)) {
    throw refuse.filter("LOT_SIZE");
  }
  const price = order.limitPrice ?? order.trigger?.price ?? market.mid;
  const notional = order.quoteQuantity ?? multiplyUnits(price, quantity ?? 0n);
  if (notional < minNotional) throw refuse.filter("NOTIONAL");
}
