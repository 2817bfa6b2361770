/** Candles with the strategy's own indicators and the trades. */
import type * as Library from "lightweight-charts";
import { addKeyboard, afterLayout, charts, makeChart, type Time } from "./chart-base.ts";
import { type PackedChart, type PageTrade, unpack } from "./page-data.ts";
import { number, timeText } from "./text.ts";
import { faded, type Palette } from "./theme.ts";
import { type PlacedTrade, TradeMarks } from "./trade-marks.ts";

export interface PriceChart {
  /** Moves to a trade and marks it. */
  show(trade: PageTrade): void;
}

interface Columns {
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Index of the last candle that opens at or before the time. */
function candleAt(time: Float64Array, seconds: number): number {
  let low = 0;
  let high = time.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (time[middle] <= seconds) low = middle;
    else high = middle - 1;
  }
  return low;
}

const CANDLES_IN_VIEW = 220;

export function drawPriceChart(
  container: HTMLElement,
  legend: HTMLElement,
  packed: PackedChart,
  trades: readonly PageTrade[],
): PriceChart {
  const columns: Columns = {
    time: unpack(packed.time),
    open: unpack(packed.open),
    high: unpack(packed.high),
    low: unpack(packed.low),
    close: unpack(packed.close),
    volume: unpack(packed.volume),
  };
  const placed: PlacedTrade[] = trades.map((trade) => ({
    trade,
    from: candleAt(columns.time, trade.entryTime),
    to: candleAt(columns.time, trade.exitTime),
  }));
  const marks = new TradeMarks(placed);
  const places = packed.close.decimals;
  const paint: ((palette: Palette) => void)[] = [];
  const chart = makeChart(container, {}, (palette) => {
    for (const each of paint) each(palette);
  });
  const candles = addCandles(chart, columns, places, paint);
  candles.attachPrimitive(marks);
  paint.push((palette) => {
    marks.palette = palette;
    marks.redraw();
  });
  addVolume(chart, columns, paint);
  const lines = addIndicators(chart, packed, columns.time, paint);
  addKeyboard(container, chart);
  showLegend(chart, legend, columns, lines, places);
  const last = columns.time.length - 1;
  const anchor = placed.at(-1)?.to ?? last;
  view(chart, Math.max(0, anchor - CANDLES_IN_VIEW * 0.8), Math.min(last + 5, anchor + CANDLES_IN_VIEW * 0.2));
  return {
    show(trade) {
      const found = placed.find((candidate) => candidate.trade === trade);
      if (found === undefined) return;
      marks.selected = trade.number;
      marks.redraw();
      const margin = Math.max(25, (found.to - found.from) * 0.7);
      view(chart, found.from - margin, found.to + margin);
    },
  };
}

function view(chart: Library.IChartApi, from: number, to: number): void {
  afterLayout(() => chart.timeScale().setVisibleLogicalRange({ from, to }));
}

/** Digits in groups of three, as everywhere else on the page. */
function priceFormat(places: number): Library.PriceFormatCustom {
  return { type: "custom", minMove: 10 ** -places, formatter: (value: number) => number(value, places) };
}

function addCandles(
  chart: Library.IChartApi,
  { time, open, high, low, close }: Columns,
  places: number,
  paint: ((palette: Palette) => void)[],
): Library.ISeriesApi<"Candlestick", Time> {
  const series = chart.addSeries(charts.CandlestickSeries, {
    priceFormat: priceFormat(places),
    borderVisible: false,
    // Both would speak of the last candle in view, which is not what the reader points at.
    lastValueVisible: false,
    priceLineVisible: false,
  }) as unknown as Library.ISeriesApi<"Candlestick", Time>;
  series.setData(
    Array.from(time, (seconds, index) => ({
      time: seconds as Time,
      open: open[index],
      high: high[index],
      low: low[index],
      close: close[index],
    })),
  );
  series.priceScale().applyOptions({ scaleMargins: { top: 0.06, bottom: 0.16 } });
  // Quiet candles: the trades on top of them are what the reader came for.
  paint.push((palette) =>
    series.applyOptions({
      upColor: faded(palette.up, 0.55),
      downColor: faded(palette.down, 0.55),
      wickUpColor: faded(palette.up, 0.55),
      wickDownColor: faded(palette.down, 0.55),
    }),
  );
  return series;
}

function addVolume(chart: Library.IChartApi, { time, volume }: Columns, paint: ((palette: Palette) => void)[]): void {
  const series = chart.addSeries(charts.HistogramSeries, {
    priceScaleId: "volume",
    priceFormat: { type: "volume" },
    lastValueVisible: false,
    priceLineVisible: false,
  });
  series.priceScale().applyOptions({ scaleMargins: { top: 0.88, bottom: 0 } });
  series.setData(Array.from(time, (seconds, index) => ({ time: seconds as Time, value: volume[index] })));
  paint.push((palette) => series.applyOptions({ color: faded(palette.muted, 0.22) }));
}

interface Line {
  readonly name: string;
  readonly values: Float64Array;
  readonly decimals: number;
  colour: string;
}

function addIndicators(
  chart: Library.IChartApi,
  packed: PackedChart,
  time: Float64Array,
  paint: ((palette: Palette) => void)[],
): Line[] {
  const panes = ["price"];
  return packed.indicators.map((indicator, order) => {
    if (!panes.includes(indicator.pane)) panes.push(indicator.pane);
    const pane = panes.indexOf(indicator.pane);
    const line: Line = {
      name: indicator.name,
      values: unpack(indicator.values),
      decimals: indicator.values.decimals,
      colour: "",
    };
    const series = chart.addSeries(
      charts.LineSeries,
      {
        lineWidth: 2,
        lastValueVisible: pane > 0,
        priceLineVisible: false,
        crosshairMarkerVisible: false,
        priceFormat: priceFormat(line.decimals),
      },
      pane,
    );
    // A point without a value breaks the line: a warm-up or a gap is not drawn over.
    series.setData(
      Array.from(time, (seconds, index) =>
        Number.isNaN(line.values[index])
          ? { time: seconds as Time }
          : { time: seconds as Time, value: line.values[index] },
      ),
    );
    paint.push((palette) => {
      line.colour = palette.series[order % palette.series.length];
      series.applyOptions({ color: line.colour });
    });
    if (pane > 0) chart.panes()[pane].setStretchFactor(0.35);
    return line;
  });
}

/** Time, prices and indicator values under the cursor; of the last candle in view without one. */
function showLegend(
  chart: Library.IChartApi,
  legend: HTMLElement,
  columns: Columns,
  lines: readonly Line[],
  places: number,
): void {
  const write = (index: number): void => {
    const prices = (["open", "high", "low", "close"] as const).map(
      (name) => `${name[0].toUpperCase()} ${number(columns[name][index], places)}`,
    );
    const parts: HTMLElement[] = [];
    const add = (text: string, colour = ""): void => {
      const part = document.createElement("span");
      part.textContent = text;
      part.style.color = colour;
      parts.push(part);
    };
    add(timeText(columns.time[index]));
    for (const text of prices) add(text);
    for (const { name, values, decimals, colour } of lines)
      add(`${name} ${Number.isNaN(values[index]) ? "n/a" : number(values[index], decimals)}`, colour);
    legend.replaceChildren(...parts);
  };
  const last = columns.time.length - 1;
  const clamped = (index: number): number => Math.min(last, Math.max(0, Math.round(index)));
  let pointedAt: number | undefined;
  let inView = last;
  const update = (): void => write(clamped(pointedAt ?? inView));
  chart.subscribeCrosshairMove(({ logical }) => {
    pointedAt = logical;
    update();
  });
  chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
    inView = Math.floor(range?.to ?? last);
    update();
  });
  queueMicrotask(update);
}
