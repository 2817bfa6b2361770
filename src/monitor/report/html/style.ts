/** The page's style sheet. Its colours are also read by the script, which draws on canvases. */
export const STYLE = `
:root {
  --background: #f6f5f1; --surface: #ffffff; --raised: #f1efe9; --line: #e3dfd6; --text: #1c2127; --muted: #5d6772;
  --accent: #9c6208; --up: #0b7a6b; --down: #c23b2a; --hold: #7d8795;
  --series-1: #3b6fd4; --series-2: #b1459b; --series-3: #0f8a9d; --series-4: #7a5bd0; --series-5: #8a6d1f; --series-6: #4c7a34;
  --shadow: 0 1px 2px rgb(28 33 39 / .05), 0 6px 20px rgb(28 33 39 / .04);
  font: 15px/1.5 Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", sans-serif;
  color: var(--text); background: var(--background); color-scheme: light;
}
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {
  --background: #0d1015; --surface: #151920; --raised: #1c222b; --line: #29303a; --text: #e7eaef; --muted: #98a3b1;
  --accent: #f2b33d; --up: #35c2ab; --down: #ff7d6b; --hold: #8f9bab;
  --series-1: #78a6ff; --series-2: #e58ad2; --series-3: #56c8dc; --series-4: #b09bff; --series-5: #d9bb62; --series-6: #9bd07c;
  --shadow: none; color-scheme: dark;
} }
:root[data-theme="dark"] {
  --background: #0d1015; --surface: #151920; --raised: #1c222b; --line: #29303a; --text: #e7eaef; --muted: #98a3b1;
  --accent: #f2b33d; --up: #35c2ab; --down: #ff7d6b; --hold: #8f9bab;
  --series-1: #78a6ff; --series-2: #e58ad2; --series-3: #56c8dc; --series-4: #b09bff; --series-5: #d9bb62; --series-6: #9bd07c;
  --shadow: none; color-scheme: dark;
}
* { box-sizing: border-box; }
body { margin: 0; }
main, .topbar, footer { max-width: 1240px; margin: 0 auto; padding: 0 20px; }
h1, h2, p, ul, dl, dd { margin: 0; padding: 0; }
h1 { font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.15rem); line-height: 1.2; letter-spacing: -.02em; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: 1rem; font-weight: 620; letter-spacing: -.005em; }
code { font: .86em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
a, .link { color: inherit; text-decoration: underline; text-decoration-color: var(--accent); text-underline-offset: 3px; }
.muted { color: var(--muted); }
.up { color: var(--up); } .down { color: var(--down); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 12px; top: 12px; background: var(--surface); padding: 8px 12px; z-index: 9; }

.topbar { display: flex; align-items: center; gap: 10px; padding-top: 16px; padding-bottom: 16px; font-size: .9rem; }
.topbar .toggle { margin-left: auto; }
.logo { width: 26px; height: 26px; } .brand { font-weight: 650; letter-spacing: -.01em; }

.masthead { padding: 18px 0 22px; }
.synthetic { color: var(--accent); }
.synthetic::before { content: "⚠ " / ""; }
.strategy { margin-top: 10px; overflow-wrap: anywhere; }
.strategy code { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 1px 7px; margin: 0 3px; display: inline-block; }
.facts { margin-top: 8px; color: var(--muted); font-size: .9rem; display: flex; flex-wrap: wrap; gap: 2px 18px; }

.card, .summary, .figures article { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); }
.card { padding: 18px 20px; margin-bottom: 18px; min-width: 0; }
.card-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 16px; margin-bottom: 8px; }
.card > h2 { margin-bottom: 12px; }
.note { color: var(--muted); font-size: .82rem; margin-top: 10px; }
.legend { display: flex; flex-wrap: wrap; gap: 0 14px; font-size: .8rem; color: var(--muted); font-variant-numeric: tabular-nums; min-height: 1.5em; }

.summary { padding: 20px 22px; margin-bottom: 18px; border-left: 4px solid var(--accent); }
.verdict { font-size: clamp(1.1rem, 1rem + .5vw, 1.35rem); font-weight: 600; letter-spacing: -.01em; line-height: 1.35; }
.summary ul { list-style: none; margin-top: 8px; color: var(--muted); }
.summary li { margin-top: 3px; }

.figures { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 14px; margin-bottom: 18px; }
.figures article { padding: 14px 16px 12px; display: flex; flex-direction: column; }
.figures h2 { font-size: .8rem; font-weight: 520; color: var(--muted); letter-spacing: 0; }
.value { font-size: 1.72rem; font-weight: 640; letter-spacing: -.03em; line-height: 1.25; font-variant-numeric: tabular-nums; }
.value small { font-size: .55em; font-weight: 560; letter-spacing: 0; color: var(--muted); }
.beside { color: var(--muted); font-size: .82rem; margin-top: auto; padding-top: 4px; font-variant-numeric: tabular-nums; }
.range-text { color: var(--muted); font-size: .74rem; font-variant-numeric: tabular-nums; }
.interval { width: 100%; height: 12px; margin-top: 4px; overflow: visible; }
.interval line { vector-effect: non-scaling-stroke; stroke-linecap: round; }
.track { stroke: var(--line); stroke-width: 2; } .range { stroke: var(--hold); stroke-width: 5; opacity: .55; }
.interval .filled { stroke: var(--accent); stroke-width: 5; stroke-linecap: butt; }
.spark { width: 100%; height: 32px; margin-top: 2px; } .spark polyline { fill: none; stroke-width: 1.6; vector-effect: non-scaling-stroke; stroke-linejoin: round; stroke: var(--accent); } .spark.down polyline { stroke: var(--down); }
.neutral { stroke: var(--text); stroke-width: 1; opacity: .7; } .point { stroke: var(--accent); stroke-width: 4; }

.chart { height: 420px; } .chart.tall { height: 540px; }
.detail { display: flex; flex-wrap: wrap; gap: 3px 18px; background: var(--raised); border-radius: 10px; padding: 10px 14px; margin-top: 10px; font-size: .84rem; font-variant-numeric: tabular-nums; } .detail b { font-weight: 560; color: var(--muted); } .detail span { overflow-wrap: anywhere; }
.detail[hidden], .panel[hidden] { display: none; }
.mark-entry, .mark-equity { color: var(--accent); } .mark-exit { color: var(--up); } .mark-hold { color: var(--hold); }
button, select, input { font: inherit; font-size: .86rem; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 5px 11px; min-height: 32px; }
button { cursor: pointer; } button:hover:not(:disabled) { border-color: var(--muted); } button:disabled { opacity: .45; cursor: default; }
.toggle[aria-pressed="true"] { background: var(--accent); border-color: var(--accent); color: var(--surface); }
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; } .controls input { min-width: 0; width: 230px; }

.columns { columns: 2; column-gap: 18px; margin-bottom: 18px; }
.columns .card { break-inside: avoid; }
.scroll { overflow-x: auto; margin: 0 -8px; padding: 0 8px; }
table { border-collapse: collapse; width: 100%; font-size: .86rem; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 8px; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--muted); font-size: .78rem; font-weight: 520; }
tbody tr:last-child > * { border-bottom: 0; }
tbody tr:hover > * { background: var(--raised); }
.number { text-align: right; }
td .bar { width: 80px; height: 12px; display: block; }
thead button { all: unset; cursor: pointer; font-weight: 560; padding: 4px 0; }
thead button:focus-visible { outline: 2px solid var(--accent); }
th[aria-sort="ascending"] button::after { content: " ▲" / ""; font-size: .7em; } th[aria-sort="descending"] button::after { content: " ▼" / ""; font-size: .7em; }
.link { all: unset; cursor: pointer; text-decoration: underline; text-decoration-color: var(--accent); text-underline-offset: 3px; padding: 2px 0; }
.link:focus-visible { outline: 2px solid var(--accent); }
.pager { display: flex; align-items: center; justify-content: space-between; gap: 10px; margin-top: 12px; font-size: .86rem; color: var(--muted); }

.heat { border-collapse: separate; border-spacing: 2px; font-size: .74rem; letter-spacing: -.01em; }
.heat th, .heat td { border: 0; padding: 7px 3px; text-align: right; } .heat tbody th { padding-left: 0; text-align: left; } .heat th { color: var(--muted); }
.heat td { border-radius: 5px; }
.heat-up { background: color-mix(in oklab, var(--up) var(--strength), var(--surface)); }
.heat-down { background: color-mix(in oklab, var(--down) var(--strength), var(--surface)); }
.heat-flat { background: var(--raised); } .heat .total { font-weight: 620; }
.heat tbody tr:hover > td[class^="heat-"] { background-blend-mode: normal; }

.plot { width: 100%; height: auto; display: block; }
.plot text { font-size: 11px; fill: var(--muted); font-variant-numeric: tabular-nums; }
.fill-up { fill: var(--up); } .fill-down { fill: var(--down); } path.point { opacity: .62; stroke: none; }
.normal { fill: none; stroke: var(--accent); stroke-width: 2; } .grid { stroke: var(--line); stroke-dasharray: 2 3; } .axis { stroke: var(--muted); stroke-width: 1; }

details { border-top: 1px solid var(--line); } .columns details { border: 0; font-size: .86rem; color: var(--muted); } .columns details summary { padding: 4px 0 0; font-weight: 400; } details summary { cursor: pointer; padding: 10px 0; font-weight: 560; }
.metrics th, .metrics td { vertical-align: top; } .metrics td:last-child { white-space: normal; min-width: 320px; color: var(--muted); } .metrics th[scope="row"] { white-space: normal; min-width: 150px; }
dl { display: grid; gap: 8px; font-size: .88rem; } dl div { display: grid; grid-template-columns: 130px 1fr; gap: 12px; } dt { font-weight: 560; } dd { color: var(--muted); }
footer { color: var(--muted); font-size: .8rem; padding-top: 8px; padding-bottom: 40px; }

@media (max-width: 900px) { .columns { columns: 1; } .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); } .chart.tall { height: 480px; } }
@media (max-width: 520px) {
  main, .topbar, footer { padding-left: 12px; padding-right: 12px; } .card { padding: 14px; } .value { font-size: 1.4rem; }
  .figures { gap: 10px; } .figures article { padding: 12px; } .chart { height: 340px; } .controls, .controls input { width: 100%; } dl div { grid-template-columns: 1fr; gap: 0; }
}
@media (prefers-reduced-motion: reduce) { * { scroll-behavior: auto; } }
@media print {
  :root { --background: #fff; --shadow: none; } .topbar button, .controls, .pager, .skip { display: none; }
  .card, .figures article { break-inside: avoid; } body { font-size: 11px; } details::details-content { content-visibility: visible; height: auto; }
}
`;
