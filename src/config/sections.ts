/** The settings files: one a section, all in the folder config/. */
import type { z } from "zod";
import { backtestSchema } from "./backtest-schema.ts";
import { exchangeSchema } from "./exchange-schema.ts";
import { riskSchema } from "./risk-schema.ts";
import { strategySchema } from "./strategy-schema.ts";

export interface Section {
  readonly file: string;
  /** What the file is for. */
  readonly about: string;
  readonly schema: z.ZodObject;
}

export const sections = {
  strategy: {
    file: "strategy_config.json",
    about: "What trades: one strategy, or a list of strategies side by side.",
    schema: strategySchema,
  },
  exchange: {
    file: "exchange_config.json",
    about: "Where it trades.",
    schema: exchangeSchema,
  },
  risk: {
    file: "risk_config.json",
    about: "Limits that hold whatever a strategy wants. Without the file the defaults hold.",
    schema: riskSchema,
  },
  backtest: {
    file: "backtest_config.json",
    about: "How fills are simulated, in a backtest and in a dry run. Without the file the defaults hold.",
    schema: backtestSchema,
  },
} as const satisfies Readonly<Record<string, Section>>;

export type SectionName = keyof typeof sections;
export const sectionNames = Object.keys(sections) as readonly SectionName[];
