import { strategyCatalogue } from "../../src/commands/strategy-catalogue.ts";
import { plainVariables } from "../../src/config/environment.ts";
import { generalSettings, type SettingReference, strategySettings } from "../../src/config/reference.ts";
import { sectionNames, sections } from "../../src/config/sections.ts";
import { code, generatedNote, markdownTable } from "./markdown.ts";

const TITLES = ["Key", "Meaning", "Takes", "Default", "Effect"];

function row({ path, about, type, range, unit, default: byDefault, effect }: SettingReference): readonly string[] {
  const takes = [type, range, unit].filter(Boolean).join("; ");
  return [code(path), about, takes, code(byDefault), effect ?? ""];
}

/** docs/configuration.md: every settings file with every key, and the rules around them. */
export async function configurationDocument(): Promise<string> {
  const all = generalSettings();
  const isShared = ({ section, path }: SettingReference) => section === "strategy" && path.startsWith("parameters.");
  const files = sectionNames.map((name) => {
    const { file, about } = sections[name];
    const rows = all.filter((setting) => setting.section === name && !isShared(setting)).map(row);
    return `## ${file}\n\n${about}\n\n${markdownTable(TITLES, rows)}`;
  });
  const own = await Promise.all(
    strategyCatalogue.names.map(async (name) => {
      const settings = await strategySettings(name, strategyCatalogue);
      return settings.length === 0
        ? `### ${name}\n\nIt has no parameters of its own.`
        : `### ${name}\n\n${markdownTable(
            TITLES.slice(0, 4),
            settings.map((one) => row(one).slice(0, 4)),
          )}`;
    }),
  );
  return `${generatedNote("the schemas in src/config")}

# Configuration

Settings are public: they hold no secret, ever. They lie in the folder \`config/\` (another one: \`--config <folder>\`), one file a topic.
A file may have comments and a comma after its last entry. Unknown keys are refused, with the nearest valid one; all problems are
told at once, each with file, line and path: \`candlewright config check\`.

- \`candlewright config show --origin\`: every value as it holds now, and what set it.
- \`candlewright config explain <key>\`: what a key means.
- Fractions are of 1: \`0.03\` is 3 %. Where 3 would be a slip for 3 %, it is refused.
- Each file names its JSON Schema in \`$schema\`, so an editor completes and checks it, offline.

## What beats what

A command's option beats an environment variable, which beats the \`.env\` beside the settings folder, which beats the file, which beats the default.

A variable is named by one rule: \`CANDLEWRIGHT_\`, the topic, the path; in capitals, joined by two underscores.

\`\`\`sh
CANDLEWRIGHT_EXCHANGE__TEST_MODE=false
CANDLEWRIGHT_STRATEGY__PARAMETERS__SHORT_WINDOW=10
CANDLEWRIGHT_STRATEGY__SYMBOLS=BTC/USDT,ETH/USDT
CANDLEWRIGHT_STRATEGY__1__TIMEFRAME=1h      # the second of several strategies
\`\`\`

Besides there are:

${Object.entries(plainVariables)
  .map(([name, about]) => `- \`${name}\`: ${about}`)
  .join("\n")}

A variable that starts with \`CANDLEWRIGHT_\` and sets nothing is an error: a mistyped limit must not be ignored in silence.

## Secrets

A key, secret, password or token in a settings file, under whatever spelling and at whatever depth, is refused. So is one in a
\`CANDLEWRIGHT_\` variable. Store it sealed: \`candlewright vault set\`.

${files.join("\n\n")}

## Parameters that every strategy takes

Protection, and adding to positions: one implementation for all strategies, off unless set. They stand under \`parameters\`, beside
the strategy's own.

${markdownTable(TITLES, all.filter(isShared).map(row))}

## Parameters of the shipped strategies

${own.join("\n\n")}
`;
}
