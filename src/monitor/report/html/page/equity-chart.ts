/** Equity against buy & hold, the drawdown below it, the rolling Sharpe ratio below that: one time axis for all. */
import type * as Library from "lightweight-charts";
import { addKeyboard, afterLayout, charts, makeChart, type Time } from "./chart-base.ts";
import { type PackedNumbers, type PageData, unpack } from "./page-data.ts";
import { number, timeText } from "./text.ts";
import { faded, type Palette } from "./theme.ts";

type Point = { time: Time; value: number } | { time: Time };

function points(time: PackedNumbers, values: PackedNumbers): Point[] {
  const seconds = unpack(time);
  const numbers = unpack(values);
  const found: Point[] = [];
  for (let index = 0; index < seconds.length; index++) {
    // Marks less than a second apart would be one point to the library.
    if (index > 0 && seconds[index] <= seconds[index - 1]) continue;
    const at = seconds[index] as Time;
    found.push(Number.isNaN(numbers[index]) ? { time: at } : { time: at, value: numbers[index] });
  }
  return found;
}

/** @returns a switch between the logarithmic and the linear scale */
export function drawEquityChart(
  container: HTMLElement,
  legend: HTMLElement,
  data: PageData,
): (logarithmic: boolean) => void {
  const { curve, rollingSharpe, currency } = data;
  const paint: ((palette: Palette) => void)[] = [];
  const chart = makeChart(container, {}, (palette) => {
    for (const each of paint) each(palette);
  });
  const named: { name: string; series: Library.ISeriesApi<Library.SeriesType>; text: (value: number) => string }[] = [];
  const money = (value: number): string => `${number(value, 2)} ${currency}`;
  const percent = (value: number): string => `${number(value * 100, 2)} %`;
  if (curve.benchmark !== null) {
    const hold = chart.addSeries(charts.LineSeries, { lineWidth: 2, priceLineVisible: false, lastValueVisible: false });
    hold.setData(points(curve.time, curve.benchmark));
    paint.push((palette) => hold.applyOptions({ color: palette.hold }));
    named.push({ name: "Buy & hold", series: hold, text: money });
  }
  const equity = chart.addSeries(charts.AreaSeries, { lineWidth: 2, priceLineVisible: false });
  equity.setData(points(curve.time, curve.equity));
  paint.push((palette) =>
    equity.applyOptions({
      lineColor: palette.accent,
      topColor: faded(palette.accent, 0.22),
      bottomColor: faded(palette.accent, 0),
    }),
  );
  const round = (value: number): string => number(value, 0);
  for (const { series } of [...named, { series: equity }])
    series.applyOptions({ priceFormat: { type: "custom", formatter: round, minMove: 1 } });
  named.unshift({ name: "Equity", series: equity, text: money });
  const drawdown = chart.addSeries(
    charts.AreaSeries,
    {
      lineWidth: 1,
      invertFilledArea: true,
      priceLineVisible: false,
      priceFormat: { type: "custom", formatter: percent, minMove: 0.0001 },
    },
    1,
  );
  drawdown.setData(points(curve.time, curve.drawdown));
  paint.push((palette) =>
    drawdown.applyOptions({
      lineColor: palette.down,
      topColor: faded(palette.down, 0.05),
      bottomColor: faded(palette.down, 0.3),
    }),
  );
  named.push({ name: "Drawdown", series: drawdown, text: percent });
  if (rollingSharpe !== null) named.push(addRollingSharpe(chart, rollingSharpe, paint));
  chart.panes().forEach((pane, index) => pane.setStretchFactor(index === 0 ? 1 : 0.36));
  addKeyboard(container, chart);
  afterLayout(() => chart.timeScale().fitContent());
  labelPanes(
    chart,
    rollingSharpe === null ? ["Drawdown"] : ["Drawdown", `Sharpe ratio of ${rollingSharpe.days} days`],
    paint,
  );
  showValues(chart, legend, named);
  return (logarithmic) =>
    chart.priceScale("right").applyOptions({
      mode: logarithmic ? charts.PriceScaleMode.Logarithmic : charts.PriceScaleMode.Normal,
    });
}

/** Names in the corners of the panes below the first. */
function labelPanes(chart: Library.IChartApi, names: readonly string[], paint: ((palette: Palette) => void)[]): void {
  names.forEach((text, index) => {
    const label = charts.createTextWatermark(chart.panes()[index + 1], {
      horzAlign: "left",
      vertAlign: "top",
      lines: [],
    });
    paint.push((palette) => label.applyOptions({ lines: [{ text, color: palette.muted, fontSize: 11 }] }));
  });
}

function addRollingSharpe(
  chart: Library.IChartApi,
  { days, time, sharpe }: NonNullable<PageData["rollingSharpe"]>,
  paint: ((palette: Palette) => void)[],
): { name: string; series: Library.ISeriesApi<Library.SeriesType>; text: (value: number) => string } {
  const series = chart.addSeries(
    charts.BaselineSeries,
    { lineWidth: 1, baseValue: { type: "price", price: 0 }, priceLineVisible: false },
    2,
  );
  series.setData(points(time, sharpe));
  paint.push((palette) =>
    series.applyOptions({
      topLineColor: palette.up,
      topFillColor1: faded(palette.up, 0.28),
      topFillColor2: faded(palette.up, 0.04),
      bottomLineColor: palette.down,
      bottomFillColor1: faded(palette.down, 0.04),
      bottomFillColor2: faded(palette.down, 0.28),
    }),
  );
  return { name: `Sharpe, ${days} days`, series, text: (value) => number(value, 2) };
}

/** Values under the cursor; the last ones without it. */
function showValues(
  chart: Library.IChartApi,
  legend: HTMLElement,
  named: readonly { name: string; series: Library.ISeriesApi<Library.SeriesType>; text: (value: number) => string }[],
): void {
  const write = (
    time: number | undefined,
    valueOf: (series: Library.ISeriesApi<Library.SeriesType>) => number | undefined,
  ): void => {
    const texts = named.map(({ name, series, text }) => {
      const value = valueOf(series);
      return `${name} ${value === undefined ? "n/a" : text(value)}`;
    });
    if (time !== undefined) texts.unshift(timeText(time));
    legend.replaceChildren(
      ...texts.map((text) => {
        const part = document.createElement("span");
        part.textContent = text;
        return part;
      }),
    );
  };
  const lastOf = (series: Library.ISeriesApi<Library.SeriesType>): number | undefined => {
    const point = series.data().at(-1);
    return point !== undefined && "value" in point ? point.value : undefined;
  };
  write(undefined, lastOf);
  chart.subscribeCrosshairMove(({ time, seriesData }) => {
    if (time === undefined) return write(undefined, lastOf);
    write(time as Time, (series) => {
      const point = seriesData.get(series);
      return point !== undefined && "value" in point ? point.value : undefined;
    });
  });
}
