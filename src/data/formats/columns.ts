/** What each column of a file holds, by its header's names or by a mapping that the user gives. */
import { CandlewrightError } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";

/** Roles by index: the six stored columns first, then what only helps to judge a row. */
export const ROLES = ["time", "open", "high", "low", "close", "volume", "closeTime", "symbol"] as const;
type Role = (typeof ROLES)[number];
/** How many of them every file must have. */
export const REQUIRED_ROLES = 6;

/** Names in use, lower case, letters and digits only. An empty name is the index that pandas writes. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  // Numbers before dates, where a file has both: they need no guess of a zone or a notation.
  time: [
    "time",
    "opentime",
    "opentimems",
    "timestamp",
    "timestampms",
    "unix",
    "unixtime",
    "ts",
    "start",
    "datetime",
    "date",
    "",
  ],
  open: ["open", "o", "openprice"],
  high: ["high", "h", "highprice", "max"],
  low: ["low", "l", "lowprice", "min"],
  close: ["close", "c", "closeprice"],
  volume: ["volume", "v", "vol", "volumefrom", "basevolume"],
  closeTime: ["closetime", "closetimems", "endtime"],
  symbol: ["symbol", "pair", "market", "ticker"],
};

/** Binance's kline dumps have no header: 12 columns (11 in some mirrors, which drop the last, unused one). */
const BINANCE_KLINE: readonly (Role | "_")[] = ["time", "open", "high", "low", "close", "volume", "closeTime"];
const USUAL_ORDER: readonly Role[] = ["time", "open", "high", "low", "close", "volume"];

/** Role of each column, -1 where it is passed over. */
export type ColumnRoles = Int8Array;

/** Roles from a header, or undefined where the required ones are not all named. */
export function rolesOfHeader(names: readonly string[]): ColumnRoles | undefined {
  const plain = names.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ""));
  const roles = new Int8Array(names.length).fill(-1);
  for (let role = 0; role < ROLES.length; role++) {
    const column = columnOf(plain, ROLES[role]);
    if (column >= 0) roles[column] = role;
    else if (role < REQUIRED_ROLES) return undefined;
  }
  return roles;
}

/** Where a file names several, the name that stands first in our list wins. */
function columnOf(names: readonly string[], role: Role): number {
  const name = NAMES[role].find((candidate) => names.includes(candidate));
  if (name !== undefined) return names.indexOf(name);
  // `Volume BTC, Volume USDT`: the base currency's comes first.
  return role === "volume" ? names.findIndex((candidate) => candidate.startsWith("volume")) : -1;
}

/** Roles of a file without header, by its number of columns, or undefined where no usual order fits. */
export function rolesWithoutHeader(columnCount: number): ColumnRoles | undefined {
  // The seventh is the number of trades, as in Kraken's files.
  if (columnCount === 6 || columnCount === 7) return rolesOfList(USUAL_ORDER, columnCount);
  if (columnCount === 11 || columnCount === 12) return rolesOfList(BINANCE_KLINE, columnCount);
  return undefined;
}

/**
 * Roles from the user's mapping: `time,open,close,high,low,volume`, with `_` for a column to skip.
 * @throws CandlewrightError DATA_UNKNOWN_COLUMNS
 */
export function rolesOfMapping(mapping: string, columnCount: number): ColumnRoles {
  const names = mapping.split(",").map((name) => name.trim());
  const unknown = names.find((name) => name !== "_" && !(ROLES as readonly string[]).includes(name));
  const missing = ROLES.slice(0, REQUIRED_ROLES).find((role) => names.filter((name) => name === role).length !== 1);
  let detail: string | undefined;
  if (unknown !== undefined) detail = `--columns names ${JSON.stringify(unknown)}.`;
  else if (missing !== undefined) detail = `--columns must name ${missing} exactly once.`;
  else if (names.length > columnCount) detail = `--columns names ${names.length} columns; the file has ${columnCount}.`;
  if (detail !== undefined) throw new CandlewrightError(dataErrors.unknownColumns, { detail });
  return rolesOfList(names as (Role | "_")[], columnCount);
}

function rolesOfList(names: readonly (Role | "_")[], columnCount: number): ColumnRoles {
  const roles = new Int8Array(columnCount).fill(-1);
  names.forEach((name, column) => {
    roles[column] = (ROLES as readonly string[]).indexOf(name);
  });
  return roles;
}
