import type { Command } from "commander";
import { examples, outputOf } from "../output.ts";
import { type StoreOptions, storeOption } from "./options.ts";

export function register(data: Command): void {
  const command = data.command("list").description("show which candles are stored");
  storeOption(command).action(async (options: StoreOptions) => {
    const output = outputOf(command);
    const { openStore } = await import("../../data/store/store.ts");
    const { timeText } = await import("./texts.ts");
    const series = openStore(options.dataDir).list();
    const json = series.map((one) => ({
      ...one,
      firstOpenTime: new Date(one.firstOpenTime).toISOString(),
      lastOpenTime: new Date(one.lastOpenTime).toISOString(),
    }));
    output.result(json, () => {
      if (series.length === 0)
        return `Nothing is stored in ${options.dataDir}. Begin with: candlewright data generate --help`;
      return output.table(
        [
          { title: "exchange" },
          { title: "symbol" },
          { title: "timeframe", align: "right" },
          { title: "first (UTC)" },
          { title: "last (UTC)" },
          { title: "candles", align: "right" },
        ],
        series.map((one) => [
          one.exchange,
          one.symbol,
          one.timeframe,
          timeText(one.firstOpenTime),
          timeText(one.lastOpenTime),
          one.candles.toLocaleString("en-US"),
        ]),
      );
    });
  });
  examples(command, [["candlewright data list --json", "the same for a program"]]);
}
