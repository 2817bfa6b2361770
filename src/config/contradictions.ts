import { CandlewrightError } from "../engine/errors.ts";
import { configErrors } from "./errors.ts";
import type { AllSectionValues } from "./section-values.ts";
import type { SectionName } from "./sections.ts";
import type { Settings } from "./settings.ts";

/** What can only be seen across the sections: settings that are right alone and wrong together. */
export function contradictions(settings: Settings, values: AllSectionValues): CandlewrightError[] {
  const problems: CandlewrightError[] = [];
  const report = (section: SectionName, key: string, detail: string, fix: string) =>
    problems.push(
      new CandlewrightError(configErrors.inconsistent, { ...values[section].placeOf([key]), path: key, detail, fix }),
    );
  const { mode, exchange, risk, backtest } = settings;
  if (exchange.market === "spot" && risk.maxTotalExposure > 1)
    report(
      "risk",
      "max_total_exposure",
      "Above 1 it means borrowed money, which a spot market does not lend.",
      'Choose at most 1, or set "market": "margin" in exchange_config.json.',
    );
  if (mode === "sandbox" && !exchange.testMode)
    report("exchange", "test_mode", "The mode sandbox needs test_mode true.", 'Set "test_mode": true.');
  if (mode === "live" && exchange.testMode)
    report(
      "exchange",
      "test_mode",
      "The mode live needs test_mode false.",
      'Set "test_mode": false, or use --mode sandbox.',
    );
  if (backtest.startTime !== undefined && backtest.endTime !== undefined && backtest.startTime >= backtest.endTime)
    report("backtest", "to", "It does not lie after from.", "Choose a later day, or leave one of them out.");
  return problems;
}
