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
        } as const;
        drawTrade(mark, trade.number === this.selected, visible.length <= MARKS_LIMIT);
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
}

function drawTrade({ context, palette, trade, entry, exit }: Mark, isSelected: boolean, withMarks: boolean): void {
  const colour = trade.profit >= 0 ? palette.up : palette.down;
  context.lineWidth = isSelected ? 2.5 : 1.5;
  context.strokeStyle = isSelected ? colour : faded(colour, 0.75);
  context.setLineDash(isSelected ? [] : [4, 3]);
  context.beginPath();
  context.moveTo(...entry);
  context.lineTo(...exit);
  context.stroke();
  context.setLineDash([]);
  if (!withMarks && !isSelected) return;
  const size = isSelected ? 7 : 5;
  // The triangle points the way the position profits, and stands off the candle so that it hides nothing.
  const direction = trade.short ? -1 : 1;
  context.fillStyle = palette.accent;
  context.strokeStyle = palette.surface;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(entry[0], entry[1]);
  context.lineTo(entry[0] - size, entry[1] + direction * size * 1.8);
  context.lineTo(entry[0] + size, entry[1] + direction * size * 1.8);
  context.closePath();
  context.fill();
  context.stroke();
  context.fillStyle = colour;
  context.beginPath();
  context.arc(exit[0], exit[1], size * 0.75, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  if (!isSelected) return;
  context.font = "600 12px system-ui, sans-serif";
  context.fillStyle = colour;
  context.fillText(`#${trade.number} ${signedPercent(trade.profitFraction)}`, exit[0] + 8, exit[1] - 8);
}
