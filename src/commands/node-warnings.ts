/**
 * Node's notices about its experimental parts are for us, who pinned the version, not for the person at the terminal.
 * All other warnings stay.
 */
export function hideExperimentalWarnings(target: NodeJS.Process): void {
  target.removeAllListeners("warning");
  target.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") target.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
}
