/** Everything that is known of one trade, in words, under the chart that shows it. */
import type { PageTrade } from "./page-data.ts";
import { element, heldText, number, priceText, signedPercent, timeText } from "./text.ts";

/** @param place emptied and filled anew; a live region, so that it is read out */
export function describeTrade(place: HTMLElement, trade: PageTrade, currency: string): void {
  const facts: readonly (readonly [label: string, text: string])[] = [
    ["Trade", `#${trade.number}, ${trade.short ? "short" : "long"} ${trade.symbol}, ${trade.strategy}`],
    ["Entry", `${timeText(trade.entryTime)} at ${priceText(trade.entryPrice)}${fillsText(trade.entries)}`],
    ["Because", trade.entryReason],
    ["Exit", `${timeText(trade.exitTime)} at ${priceText(trade.exitPrice)}, ${trade.exitReason.replaceAll("_", " ")}`],
    ["Held", heldText(trade.exitTime - trade.entryTime)],
    [
      "Result",
      `${signedPercent(trade.profitFraction)}, ${number(trade.profit, 2)} ${currency} after ${number(trade.fees, 2)} of fees${riskText(trade)}`,
    ],
    ["On the way", `${signedPercent(trade.adverse)} at worst, ${signedPercent(trade.favourable)} at best`],
  ];
  place.replaceChildren(
    ...facts.map(([label, text]) => {
      const fact = element("span");
      fact.append(element("b", "", label), ` ${text}`);
      return fact;
    }),
  );
  place.hidden = false;
}

const fillsText = (entries: number): string => (entries > 1 ? ` in ${entries} fills` : "");

function riskText({ riskMultiple, stopPrice }: PageTrade): string {
  if (riskMultiple === null || stopPrice === null) return "";
  return `, ${number(riskMultiple, 2)} R (stop at ${priceText(stopPrice)})`;
}
