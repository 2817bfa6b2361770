import type { Command } from "commander";
import { examples } from "./output.ts";
import * as compare from "./runs/compare.ts";
import * as list from "./runs/list.ts";
import * as show from "./runs/show.ts";
import * as verify from "./runs/verify.ts";

export function register(program: Command): void {
  const runs = program.command("runs").description("look at recorded backtests again");
  for (const verb of [list, show, compare, verify]) verb.register(runs);
  examples(runs, [
    ["candlewright runs list", "what has been run"],
    ["candlewright runs show", "the report of the newest run"],
    ["candlewright runs verify", "run the newest one again and compare every bit"],
    ["candlewright runs compare 3f9c a01b", "two runs side by side"],
  ]);
}
