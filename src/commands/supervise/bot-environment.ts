/** What the bot inherits: an allow-list, so that no key, token or passphrase of the shell reaches it. */
import { plainVariables } from "../../config/environment.ts";
import { sectionNames } from "../../config/sections.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a program needs of the system, the terminal and the network around it. */
const SYSTEM =
  /^(?:PATH|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|XDG_CACHE_HOME|TMPDIR|TEMP|TMP|TZ|LANG|LC_[A-Z]+|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|NODE_EXTRA_CA_CERTS|SystemRoot|SYSTEMROOT|WINDIR|__CF_USER_TEXT_ENCODING)$/;

/** Our own settings. A name that is none of them stays behind, and is not even refused: it may hold anything. */
const isOwn = (name: string): boolean =>
  Object.hasOwn(plainVariables, name) ||
  sectionNames.some((section) => name.startsWith(`CANDLEWRIGHT_${section.toUpperCase()}__`));

/**
 * @param added what the supervisor says itself; it wins
 */
export function botEnvironment(environment: Environment, added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => SYSTEM.test(name) || isOwn(name));
  return { ...Object.fromEntries(kept), ...added };
}
