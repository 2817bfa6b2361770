/** A user's folder: settings, synthetic candles, and the command run in it. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

export class ProjectFolder {
  readonly path = mkdtempSync(join(tmpdir(), "candlewright-project-"));

  /** @param candles of BTC/USDT, 15 minutes each; 0: none are made */
  constructor(candles = 2000) {
    cpSync(join(root, "config"), join(this.path, "config"), { recursive: true });
    if (candles > 0) this.run("data", "generate", "BTC/USDT", "--count", String(candles));
  }

  /** Runs the command in this folder, with nothing of the tester's own environment. */
  run(...commandLine: readonly string[]): { code: number | null; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, "bin/candlewright.mjs"), ...commandLine],
      {
        cwd: this.path,
        env: { PATH: process.env["PATH"], HOME: this.path, NO_COLOR: "1" },
        encoding: "utf8",
        timeout: 60_000,
      },
    );
    return { code: status, stdout, stderr };
  }

  /** Backtests a strategy's file on the synthetic candles. */
  backtest(file: string, ...options: readonly string[]) {
    return this.run("backtest", "--strategy", file, "--candles", "synthetic", "--no-save", ...options);
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.path, file), text);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
