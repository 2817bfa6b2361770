/** Who can read and replace what should be private; keys in `.env` and in the environment; secrets that git tracks. */
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, realpathSync, readdirSync, readFileSync, chmodSync } from "node:fs";
import { join, relative } from "node:path";
import { keyFilePath } from "../providers/local-providers.ts";
import { orAllWell, problem, warning, type Finding } from "./finding.ts";
import type { DoctorSurroundings } from "./surroundings.ts";

const MODES = "file modes";
const privateFileWhy =
  "Whoever can read a sealed file can attack it at leisure; whoever can replace it can roll it back.";

/** A path with the mode that it should have. */
interface PrivatePath {
  readonly path: string;
  readonly mode: number;
  readonly mayBeMounted?: boolean;
}

/**
 * @param mends true: modes that are too wide are narrowed, and reported as mended
 */
export function checkFileModes(surroundings: DoctorSurroundings, mends = false): readonly Finding[] {
  if (surroundings.platform === "win32") {
    return [
      warning(
        MODES,
        "Windows has no mode bits; they were not checked.",
        privateFileWhy,
        "Keep the vault inside your user profile.",
      ),
    ];
  }
  const findings = privatePaths(surroundings).flatMap((wanted) => checkPath(wanted, surroundings, mends));
  return orAllWell(findings, MODES, "The vault, the key file and the settings are yours alone.");
}

function privatePaths({ settings, environment, workingFolder }: DoctorSurroundings): readonly PrivatePath[] {
  const vault = settings.vaultFolder;
  const inside = namesIn(vault)
    .filter((name) => name.endsWith(".json") || name.endsWith(".jsonl"))
    .map((name) => ({ path: join(vault, name), mode: 0o600 }));
  const keyFiles = settings.masterKeys.flatMap(({ provider, options }) => {
    if (provider !== "key-file" || options.path === undefined) return [];
    if (options.path.startsWith("$") && environment["CREDENTIALS_DIRECTORY"] === undefined) return [];
    const path = keyFilePath(options.path, environment);
    // A mounted secret is a link, and root's.
    return existsSync(path) ? [{ path: realpathSync(path), mode: 0o600, mayBeMounted: true }] : [];
  });
  return [{ path: vault, mode: 0o700 }, ...inside, ...keyFiles, { path: join(workingFolder, ".env"), mode: 0o600 }];
}

function checkPath(
  { path, mode, mayBeMounted }: PrivatePath,
  { userId }: DoctorSurroundings,
  mends: boolean,
): readonly Finding[] {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return [];
  if (mayBeMounted === true && status.uid === 0 && (status.mode & 0o037) === 0) return [];
  const found = status.mode & 0o777;
  if (status.isSymbolicLink()) {
    return [
      problem(
        MODES,
        `${path} is a symbolic link.`,
        privateFileWhy,
        `Put the file itself in its place: mv "$(readlink -f ${path})" ${path}`,
      ),
    ];
  }
  if (userId !== undefined && status.uid !== userId) {
    return [
      problem(MODES, `${path} belongs to user ${status.uid}, not to you.`, privateFileWhy, `chown ${userId} ${path}`),
    ];
  }
  if ((found & ~mode) === 0) return [];
  const octal = (bits: number): string => bits.toString(8).padStart(4, "0");
  if (mends) {
    chmodSync(path, mode);
    return [
      warning(
        MODES,
        `${path} had mode ${octal(found)}; it is ${octal(mode)} now.`,
        privateFileWhy,
        "Find out what set it.",
      ),
    ];
  }
  return [
    problem(
      MODES,
      `${path} has mode ${octal(found)}.`,
      privateFileWhy,
      `candlewright doctor --fix-modes   (or: chmod ${octal(mode)} ${path})`,
    ),
  ];
}

const ENVIRONMENT = "keys in the environment";
const secretName = /(?:API|SECRET|PRIVATE)_?KEY|API_SECRET|PASSPHRASE/;
/** Read by the cloud's own client in the unlocking process; the provider's documentation asks for them. */
const ofProviders = /^(?:AWS|AZURE|GOOGLE)_/;

/** Keys for sandbox and dry run may stand in `.env`; beside a live account they are an accident waiting. */
export function checkEnvironment({ settings, environment, workingFolder }: DoctorSurroundings): readonly Finding[] {
  const isLive = Object.values(settings.accounts).some((account) => account.environment === "live");
  const say = isLive ? problem : warning;
  const variables = Object.keys(environment).filter((name) => secretName.test(name) && !ofProviders.test(name));
  const inFile = namesInEnvFile(join(workingFolder, ".env"));
  const findings = [
    ...variables.map((name) => ({
      name,
      place: "in the environment",
      fix: `unset ${name}, and delete it where your shell sets it`,
    })),
    ...inFile.map((name) => ({
      name,
      place: "in .env",
      fix: "candlewright vault import-env binance-main, then delete it from .env",
    })),
  ].map(({ name, place, fix }) =>
    say(
      ENVIRONMENT,
      `${name} stands ${place}.`,
      "Every child process inherits it, backups copy it, and it is readable in /proc.",
      fix,
    ),
  );
  return orAllWell(findings, ENVIRONMENT, "No API key stands in the environment or in .env.");
}

/** Names only: the values are none of our business. */
function namesInEnvFile(path: string): readonly string[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return [];
  }
  const names: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0x0a, start) < 0 ? bytes.length : bytes.indexOf(0x0a, start);
    const equals = bytes.subarray(start, end).indexOf(0x3d);
    if (equals > 0)
      names.push(
        bytes
          .toString("latin1", start, start + equals)
          .replace(/^\s*export\s+/, "")
          .trim(),
      );
    start = end + 1;
  }
  bytes.fill(0);
  return names.filter((name) => secretName.test(name));
}

const GIT = "secrets in git";

/** A sealed file in git is not a leak, but it is an old generation for ever; `.env` and key files are leaks. */
export function checkGit({ settings, environment, workingFolder }: DoctorSurroundings): readonly Finding[] {
  const keyFiles = settings.masterKeys.flatMap(({ provider, options }) =>
    provider === "key-file" && options.path !== undefined && !options.path.startsWith("$")
      ? [keyFilePath(options.path, environment)]
      : [],
  );
  const paths = [settings.vaultFolder, join(workingFolder, ".env"), ...keyFiles].map(
    (path) => relative(workingFolder, path) || ".",
  );
  let tracked: string;
  try {
    const inside = paths.filter((path) => !path.startsWith(".."));
    tracked = execFileSync("git", ["ls-files", "-z", "--", ...inside], {
      cwd: workingFolder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return orAllWell([], GIT, "This folder is in no git repository (or git is not installed).");
  }
  const findings = tracked
    .split("\0")
    .filter(Boolean)
    .map((path) =>
      problem(
        GIT,
        `git tracks ${path}.`,
        "What was committed once stays in every clone, for ever.",
        `git rm --cached ${path}, add it to .gitignore, and rotate the key`,
      ),
    );
  return orAllWell(findings, GIT, "git tracks neither the vault nor .env nor a key file.");
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
