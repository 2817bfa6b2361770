/** What the doctor reports: one line a thing that was looked at, with the command that mends it where something is wrong. */

export type Severity = "ok" | "warning" | "problem";

export interface Finding {
  /** What was looked at: `file modes`. */
  readonly check: string;
  readonly severity: Severity;
  /** What was found, one sentence. */
  readonly what: string;
  /** Why it matters; empty where all is well. */
  readonly why: string;
  /** The one command or step that mends it; empty where all is well. */
  readonly fix: string;
}

export function ok(check: string, what: string): Finding {
  return { check, severity: "ok", what, why: "", fix: "" };
}

export function warning(check: string, what: string, why: string, fix: string): Finding {
  return { check, severity: "warning", what, why, fix };
}

export function problem(check: string, what: string, why: string, fix: string): Finding {
  return { check, severity: "problem", what, why, fix };
}

/** One finding of good news where a check found nothing else. */
export function orAllWell(findings: readonly Finding[], check: string, what: string): readonly Finding[] {
  return findings.length > 0 ? findings : [ok(check, what)];
}
