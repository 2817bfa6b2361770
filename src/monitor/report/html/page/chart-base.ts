/** What all charts of the page share: library options, colours, and following the theme. */
import type * as Library from "lightweight-charts";
import { currentPalette, onPaletteChange, type Palette } from "./theme.ts";

/** The library is in the page before this script; its standalone build makes this one global name. */
declare const LightweightCharts: typeof Library;
export const charts = LightweightCharts;

export type Time = Library.UTCTimestamp;

function layoutOptions(palette: Palette): Library.DeepPartial<Library.ChartOptions> {
  return {
    layout: {
      background: { type: charts.ColorType.Solid, color: palette.surface },
      textColor: palette.muted,
      fontFamily: getComputedStyle(document.body).fontFamily,
      fontSize: 11,
      panes: { separatorColor: palette.line, separatorHoverColor: palette.line, enableResize: false },
    },
    grid: { vertLines: { visible: false }, horzLines: { color: palette.line, style: charts.LineStyle.Dotted } },
    // The browser's own language can be one that its date functions refuse (`en-US@posix`).
    localization: { locale: "en-US", dateFormat: "yyyy-MM-dd" },
    rightPriceScale: { borderVisible: false, minimumWidth: 64 },
    timeScale: { borderVisible: false, timeVisible: true, secondsVisible: false, minBarSpacing: 0.02 },
    crosshair: {
      mode: charts.CrosshairMode.Normal,
      vertLine: { color: palette.muted, style: charts.LineStyle.Dotted, labelBackgroundColor: palette.muted },
      horzLine: { color: palette.muted, style: charts.LineStyle.Dotted, labelBackgroundColor: palette.muted },
    },
  };
}

/**
 * A chart that fills its element and keeps to the page's colours.
 * @param recolour called at once and whenever the theme changes, for what the chart's owner draws
 */
export function makeChart(
  container: HTMLElement,
  options: Library.DeepPartial<Library.ChartOptions>,
  recolour: (palette: Palette) => void,
): Library.IChartApi {
  const chart = charts.createChart(container, { autoSize: true, ...layoutOptions(currentPalette()), ...options });
  const apply = (): void => {
    const palette = currentPalette();
    chart.applyOptions(layoutOptions(palette));
    recolour(palette);
  };
  onPaletteChange(apply);
  // The owner's series do not exist yet; it calls back once they do.
  queueMicrotask(apply);
  return chart;
}

/** Runs once the chart has its size: before the first layout it has no width to fit a range into. */
export function afterLayout(work: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(work));
}

/** Arrow keys move a focused chart, plus and minus zoom it: the mouse is not needed. */
export function addKeyboard(container: HTMLElement, chart: Library.IChartApi): void {
  container.tabIndex = 0;
  container.addEventListener("keydown", (event) => {
    const scale = chart.timeScale();
    const range = scale.getVisibleLogicalRange();
    if (range === null) return;
    const width = range.to - range.from;
    const shift = event.key === "ArrowLeft" ? -width / 8 : event.key === "ArrowRight" ? width / 8 : 0;
    const grow = event.key === "+" || event.key === "=" ? -width / 6 : event.key === "-" ? width / 6 : 0;
    if (shift === 0 && grow === 0) return;
    event.preventDefault();
    scale.setVisibleLogicalRange({ from: range.from + shift - grow, to: range.to + shift + grow });
  });
}
