/** Draws trades on the candles: a triangle where the position was opened, a dot where it was closed, a line between. */
import type * as Library from "lightweight-charts";
import type { PageTrade } from "./page-data.ts";
import { faded, type Palette } from "./theme.ts";
import { signedPercent } from "./text.ts";

/** A trade with the indices of the candles of its fills. */
export interface PlacedTrade {
  readonly trade: PageTrade;
  readonly from: number;
  readonly to: number;
}

/** With more trades in view than this, only the lines are drawn. */
const MARKS_LIMIT = 150;

type Target = Parameters<Library.IPrimitivePaneRenderer["draw"]>[0];

export class TradeMarks implements Library.ISeriesPrimitive<Library.UTCTimestamp> {
  selected: number | undefined;
  palette: Palette | undefined;
  readonly #trades: readonly PlacedTrade[];
  #attached: Library.SeriesAttachedParameter<Library.UTCTimestamp> | undefined;

  constructor(trades: readonly PlacedTrade[]) {
    this.#trades = trades;
  }

  attached(parameters: Library.SeriesAttachedParameter<Library.UTCTimestamp>): void {
    this.#attached = parameters;
  }

  detached(): void {
    this.#attached = undefined;
  }

  redraw(): void {
    this.#attached?.requestUpdate();
  }

  paneViews(): readonly Library.IPrimitivePaneView[] {
    return [{ zOrder: () => "top", renderer: () => ({ draw: (target: Target) => this.#draw(target) }) }];
  }

  #draw(target: Target): void {
    const attached = this.#attached;
    const palette = this.palette;
    const range = attached?.chart.timeScale().getVisibleLogicalRange();
    if (attached === undefined || palette === undefined || !range) return;
    const visible = this.#trades.filter(({ from, to }) => to >= range.from && from <= range.to);
    const x = (index: number): number => attached.chart.timeScale().logicalToCoordinate(index as Library.Logical) ?? -1;
    const y = (price: number): number => attached.series.priceToCoordinate(price) ?? -1;
    target.useMediaCoordinateSpace(({ context }) => {
      for (const { trade, from, to } of visible) {
        const mark = {
          context,
          palette,
          trade,
          entry: [x(from), y(trade.entryPrice)],
          exit: [x(to), y(trade.exitPrice)],
          stop: trade.stopPrice === null ? undefined : y(trade.stopPrice),
        } as const;
        const isSelected = trade.number === this.selected;
        drawPath(mark, isSelected);
        if (isSelected || visible.length <= MARKS_LIMIT) drawEnds(mark, isSelected ? 7 : 5);
        if (isSelected) drawDetails(mark);
      }
    });
  }
}

interface Mark {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly trade: PageTrade;
  readonly entry: readonly [x: number, y: number];
  readonly exit: readonly [x: number, y: number];
  /** Height of the stop that the position was opened with. */
  readonly stop: number | undefined;
}

const colourOf = ({ trade, palette }: Mark): string => (trade.profit >= 0 ? palette.up : palette.down);

/** From entry to exit. */
function drawPath(mark: Mark, isSelected: boolean): void {
  const { context, entry, exit } = mark;
  context.lineWidth = isSelected ? 2.5 : 1.5;
  context.strokeStyle = isSelected ? colourOf(mark) : faded(colourOf(mark), 0.75);
  context.setLineDash(isSelected ? [] : [4, 3]);
  context.beginPath();
  context.moveTo(...entry);
  context.lineTo(...exit);
  context.stroke();
  context.setLineDash([]);
}

function drawEnds(mark: Mark, size: number): void {
  const { context, palette, trade, entry, exit } = mark;
  // The triangle points the way the position profits, and stands off the candle so that it hides nothing.
  const base = entry[1] + (trade.short ? -1 : 1) * size * 1.8;
  context.fillStyle = palette.accent;
  context.strokeStyle = palette.surface;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(...entry);
  context.lineTo(entry[0] - size, base);
  context.lineTo(entry[0] + size, base);
  context.closePath();
  context.fill();
  context.stroke();
  context.fillStyle = colourOf(mark);
  context.beginPath();
  context.arc(...exit, size * 0.75, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

/** The result beside the exit, and the stop that the position was opened with. */
function drawDetails(mark: Mark): void {
  const { context, palette, trade, entry, exit, stop } = mark;
  context.font = "600 12px system-ui, sans-serif";
  context.fillStyle = colourOf(mark);
  context.fillText(`#${trade.number} ${signedPercent(trade.profitFraction)}`, exit[0] + 8, exit[1] - 8);
  if (stop === undefined) return;
  context.strokeStyle = palette.down;
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(entry[0], stop);
  context.lineTo(exit[0], stop);
  context.stroke();
  context.setLineDash([]);
  context.font = "11px system-ui, sans-serif";
  context.fillStyle = palette.muted;
  context.fillText("stop", entry[0] - 28, stop + 4);
}
