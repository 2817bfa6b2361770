import type { Command } from "commander";
import { examples, outputOf } from "./output.ts";

export function register(program: Command): void {
  const command = program
    .command("test")
    .argument("[files...]", "test files; without them every *.test.ts in this folder and below")
    .description("run the tests of your own strategies, with the Node that Candlewright brings along")
    .action(async (files: string[]) => {
      const { runTests } = await import("./run-tests.ts");
      await runTests(outputOf(command), files);
    });
  examples(command, [["candlewright test my_strategy.test.ts", "the test that came with: candlewright new strategy"]]);
}
