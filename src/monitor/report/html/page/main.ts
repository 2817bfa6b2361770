/** Brings the page to life: charts, the list of trades, the theme. The rest of the report is finished markup. */
import { drawEquityChart } from "./equity-chart.ts";
import { type PageTrade, readPageData } from "./page-data.ts";
import { drawPriceChart, type PriceChart } from "./price-chart.ts";
import { byId } from "./text.ts";
import { setUpTheme } from "./theme.ts";
import { describeTrade } from "./trade-detail.ts";
import { setUpTradeList } from "./trade-list.ts";

async function start(): Promise<void> {
  setUpTheme(byId("theme", HTMLButtonElement));
  const data = await readPageData(byId("data", HTMLElement).textContent.trim());
  const equity = document.getElementById("equity-chart");
  if (equity !== null) {
    const setLogarithmic = drawEquityChart(equity, byId("equity-legend", HTMLElement), data);
    const toggle = byId("equity-log", HTMLButtonElement);
    const isPressed = (): boolean => toggle.getAttribute("aria-pressed") === "true";
    setLogarithmic(isPressed());
    toggle.addEventListener("click", () => {
      toggle.setAttribute("aria-pressed", String(!isPressed()));
      setLogarithmic(isPressed());
    });
  }
  const drawn = new Map<string, PriceChart>();
  const select = document.getElementById("chart-symbol") as HTMLSelectElement | null;
  /** Draws a symbol's chart when it is first looked at. */
  const open = (symbol: string): PriceChart | undefined => {
    const index = data.charts.findIndex((chart) => chart.symbol === symbol);
    if (index < 0) return undefined;
    data.charts.forEach((_, other) => {
      byId(`price-panel-${other}`, HTMLElement).hidden = other !== index;
    });
    if (select !== null) select.value = symbol;
    const known = drawn.get(symbol);
    if (known !== undefined) return known;
    const trades = data.trades.filter((trade) => trade.symbol === symbol);
    const chart = drawPriceChart(
      byId(`price-chart-${index}`, HTMLElement),
      byId(`price-legend-${index}`, HTMLElement),
      data.charts[index],
      trades,
    );
    drawn.set(symbol, chart);
    return chart;
  };
  if (data.charts.length > 0) open(data.charts[0].symbol);
  select?.addEventListener("change", () => open(select.value));
  const show = (trade: PageTrade): void => {
    open(trade.symbol)?.show(trade);
    const detail = document.getElementById("trade-detail");
    if (detail !== null) describeTrade(detail, trade, data.currency);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.getElementById("charts")?.scrollIntoView({ behavior: still ? "auto" : "smooth" });
  };
  if (data.trades.length > 0) setUpTradeList(data.trades, show);
  document.documentElement.dataset["ready"] = "true";
}

void start();
