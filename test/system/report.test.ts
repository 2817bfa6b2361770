/** The page of a report in a real browser, opened from a file: it draws, sorts, loads nothing and fits a telephone. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as launcher, type Page } from "playwright-core";
import { HOUR_MS } from "../../src/engine/timeframe.ts";
import { buildReport } from "../../src/monitor/report/build.ts";
import { reportHtml } from "../../src/monitor/report/html/document.ts";
import { generatedRun } from "../support/runs.ts";

const folder = mkdtempSync(join(tmpdir(), "candlewright-report-"));
const file = join(folder, "report.html");
let browser: Browser;

before(async () => {
  const { result, candles, fast, slow } = generatedRun({ candleCount: 24 * 150, timeframeMs: HOUR_MS });
  const other = generatedRun({ candleCount: 24 * 150, timeframeMs: HOUR_MS, seed: 3, symbol: "ETH/USDT" });
  const charts = [
    {
      symbol: "BTC/USDT",
      timeframe: "1h",
      candles,
      indicators: [
        { name: "ema(close, 12)", pane: "price", values: fast },
        { name: "distance", pane: "distance", values: fast.map((value, index) => value - slow[index]) },
      ],
    },
    { symbol: "ETH/USDT", timeframe: "1h", candles: other.candles, indicators: [] },
  ];
  const strategies = [
    {
      name: "ema_crossover",
      strategyName: "ema_crossover",
      parameters: { short_window: 12, long_window: 26 },
      symbols: ["BTC/USDT", "ETH/USDT"],
      timeframe: "1h",
      capitalAllocation: 0.5,
    },
  ];
  const trades = [...result.trades, ...other.result.trades];
  const report = buildReport({ result: { ...result, trades }, strategies, charts, synthetic: true });
  writeFileSync(file, reportHtml(report, charts));
  // The package's own flags are for the cloud: one process, web security off, a software GPU that is slow here.
  const args = ["--no-sandbox", "--disable-gpu", "--headless=shell", "--disable-dev-shm-usage"];
  browser = await launcher.launch({ args, executablePath: await chromium.executablePath() });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Opens the page; whatever it tries to load, or complains about, is kept. */
async function open(options: {
  colorScheme: "light" | "dark";
  width?: number;
}): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.colorScheme,
    reducedMotion: "reduce",
  });
  page.setDefaultTimeout(15_000);
  const problems: string[] = [];
  const url = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== url) problems.push(`request of ${request.url()}`);
  });
  page.on("console", (message) => problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  await page.goto(url);
  await page.waitForSelector("html[data-ready]");
  return { page, problems };
}

/** Share of the pixels of a chart's canvases that differ from their most frequent colour. */
function drawnShare(page: Page, selector: string): Promise<number> {
  return page.locator(`${selector} canvas`).evaluateAll((canvases) => {
    let all = 0;
    let drawn = 0;
    for (const canvas of canvases) {
      if (!("getContext" in canvas)) continue;
      const { width, height } = canvas as unknown as { width: number; height: number };
      const context = (
        canvas as unknown as {
          getContext(kind: "2d"): {
            getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
          };
        }
      ).getContext("2d");
      if (width === 0 || height === 0) continue;
      const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
      const counts = new Map<number, number>();
      for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
      all += pixels.length;
      drawn += pixels.length - Math.max(...counts.values());
    }
    return drawn / all;
  });
}

test("the page draws its charts, loads nothing and complains about nothing, in both themes", async () => {
  const backgrounds = new Set<string>();
  for (const colorScheme of ["light", "dark"] as const) {
    const { page, problems } = await open({ colorScheme });
    await page.waitForTimeout(300);
    for (const chart of ["#price-chart-0", "#equity-chart"]) assert.ok((await drawnShare(page, chart)) > 0.01, chart);
    backgrounds.add(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor"));
    assert.equal(await page.locator("h1").textContent(), "synthetic: says nothing about a market");
    assert.deepEqual(problems, []);
    await page.close();
  }
  assert.equal(backgrounds.size, 2);
});

test("the theme button turns the colours over, of the page and of the charts", async () => {
  const { page, problems } = await open({ colorScheme: "light" });
  const background = () => page.evaluate<string>("getComputedStyle(document.documentElement).backgroundColor");
  const before = await background();
  const picture = await page.locator("#equity-chart").screenshot();
  await page.getByRole("button", { name: "Use dark colours" }).click();
  assert.notEqual(await background(), before);
  await page.waitForTimeout(200);
  assert.notDeepEqual(await page.locator("#equity-chart").screenshot(), picture);
  assert.deepEqual(problems, []);
  await page.close();
});

test("trades are sorted, filtered, paged and shown on the chart of their symbol", async () => {
  const { page, problems } = await open({ colorScheme: "dark" });
  const column = (index: number) => page.locator(`#trade-table tbody tr td:nth-child(${index})`).allTextContents();
  const profits = async () => (await column(10)).map((text) => Number(text.replaceAll(",", "").replace("−", "-")));
  await page.getByRole("button", { name: "Profit", exact: true }).click();
  const ascending = await profits();
  assert.deepEqual(
    ascending,
    ascending.toSorted((left, right) => left - right),
  );
  assert.equal(await page.locator('th[aria-sort="ascending"]').textContent(), "Profit");
  await page.getByRole("button", { name: "Profit", exact: true }).click();
  const descending = await profits();
  assert.deepEqual(
    descending,
    descending.toSorted((left, right) => right - left),
  );
  assert.notEqual(descending[0], ascending[0]);
  await page.getByLabel("Filter trades by words").fill("eth take");
  const symbols = await column(2);
  assert.ok(symbols.length > 0 && symbols.every((symbol) => symbol === "ETH/USDT"));
  await page.locator("#trade-table tbody button").first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.getByLabel("Symbol", { exact: true }).inputValue(), "ETH/USDT");
  await page.waitForTimeout(300);
  assert.ok((await drawnShare(page, "#price-chart-1")) > 0.01);
  // The chart went to the trade: its last candle in view lies soon after the exit.
  const seen = Date.parse(
    `${((await page.locator("#price-legend-1 span").first().textContent()) ?? "").replace(" ", "T")}Z`,
  );
  const entered = Date.parse(`${(await column(4))[0].replace(" ", "T")}Z`);
  assert.ok(seen > entered && seen < entered + 400 * HOUR_MS, `${seen - entered}`);
  const detail = (await page.locator("#trade-detail").textContent()) ?? "";
  assert.match(detail, /long ETH\/USDT.*Because crossesAbove.*take profit.* R \(stop at /);
  await page.getByLabel("Filter trades by words").fill("");
  await page.getByRole("button", { name: "Next" }).click();
  assert.match((await page.locator("#trade-status").textContent()) ?? "", /^26 to 50 of /);
  assert.deepEqual(problems, []);
  await page.close();
});

test("charts move by the keyboard, and the scale changes to logarithmic", async () => {
  const { page, problems } = await open({ colorScheme: "light" });
  await page.waitForTimeout(300);
  const chart = page.locator("#price-chart-0");
  const first = await chart.screenshot();
  await chart.focus();
  await page.keyboard.press("ArrowLeft");
  await page.waitForTimeout(200);
  assert.notDeepEqual(await chart.screenshot(), first);
  const toggle = page.getByRole("button", { name: "Log scale" });
  await toggle.click();
  assert.equal(await toggle.getAttribute("aria-pressed"), "true");
  assert.deepEqual(problems, []);
  await page.close();
});

test("a telephone of 375 pixels needs no horizontal scrolling", async () => {
  const { page, problems } = await open({ colorScheme: "dark", width: 375 });
  assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 375);
  assert.deepEqual(problems, []);
  await page.close();
});

test("every control has a name, every chart a description", async () => {
  const { page } = await open({ colorScheme: "light" });
  const nameless =
    await page.evaluate(`[...document.querySelectorAll("button, input, select, [role=group], [role=img], [role=region]")]
    .filter((element) => !(element.getAttribute("aria-label") || element.getAttribute("aria-labelledby") || element.labels?.length || element.textContent.trim()))
    .map((element) => element.outerHTML.slice(0, 80))`);
  assert.deepEqual(nameless, []);
  await page.close();
});

/** Runs in the page: texts whose contrast with what lies behind them is under WCAG 2.2 AA, with the ratio. */
const FIND_FAINT_TEXTS = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const pixel = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) =>
    [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = pixel(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("main *, .topbar *, footer *")) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent.trim()).join("");
    if (text === "" || element.closest("[class^=mark-], [hidden], button:disabled, svg, style, script, option, noscript, details:not([open]) > :not(summary)")) continue;
    const style = getComputedStyle(element);
    const [light, dark] = [luminance(pixel(style.color)), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) faint.push(text.slice(0, 30) + " " + ratio.toFixed(2));
  }
  return faint;
})()`;

test("text stands out from what is behind it, in both themes", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    const { page } = await open({ colorScheme });
    assert.deepEqual(await page.evaluate(FIND_FAINT_TEXTS), [], colorScheme);
    // The check itself sees faint text.
    await page.evaluate('document.querySelector(".verdict").style.color = "var(--line)"');
    assert.equal((await page.evaluate<string[]>(FIND_FAINT_TEXTS)).length, 1);
    await page.close();
  }
});
