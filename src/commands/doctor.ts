import type { Command } from "commander";
import type { Finding, Severity } from "../secrets/doctor/finding.ts";
import { Failed } from "./failed.ts";
import { examples, outputOf, type Format, type Output } from "./output.ts";

interface DoctorOptions {
  readonly strict?: boolean;
  readonly offline?: boolean;
  readonly fixModes?: boolean;
  readonly simulatorPort?: string;
}

export function register(program: Command): void {
  const command = program
    .command("doctor")
    .description("look for whatever could lose your keys or your money, and say how to mend it")
    .option("--strict", "exit 1 on a warning too, not only on a problem")
    .option("--offline", "ask neither key providers nor exchanges")
    .option("--fix-modes", "narrow the modes of files that others can read")
    .option("--simulator-port <port>", "where the exchange in a box listens, for accounts of the environment simulator")
    .action(async (options: DoctorOptions) => {
      const output = outputOf(command);
      const { examine } = await import("../secrets/doctor/examine.ts");
      const { readSecretsSettings } = await import("../secrets/settings.ts");
      const findings = await examine(
        {
          settings: readSecretsSettings(output.configFolder),
          environment: output.environment,
          workingFolder: process.cwd(),
          platform: process.platform,
          userId: process.geteuid?.(),
          simulatorPort: Number(options.simulatorPort ?? 0),
        },
        { isOffline: options.offline === true, mendsModes: options.fixModes === true },
      );
      output.result({ findings }, () => findings.map((finding) => text(output, finding)).join("\n"));
      const fails = (severity: Severity): boolean =>
        severity === "problem" || (severity === "warning" && options.strict === true);
      if (findings.some((finding) => fails(finding.severity))) throw new Failed();
    });
  examples(command, [["candlewright doctor --strict", "before trading live: nothing may be amber"]]);
}

const marks: Readonly<Record<Severity, readonly [mark: string, format: Format]>> = {
  ok: ["ok     ", "green"],
  warning: ["warning", "yellow"],
  problem: ["PROBLEM", "red"],
};

function text(output: Output, { check, severity, what, why, fix }: Finding): string {
  const [mark, format] = marks[severity];
  const line = `${output.paint(format, mark)} ${output.paint("bold", check)}: ${what}`;
  return severity === "ok" ? line : `${line}\n        why: ${why}\n        fix: ${fix}`;
}
