"""The style sheet of the report: on paper two sheets of A4, on a screen one column."""

REPORT_STYLE = """
:root { color-scheme: light; --quiet: #555; --line: #ccc; --ink: #0b5c6b; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem; max-width: 60rem; color: #1d1f24;
  background: #fff; font: 1rem/1.45 system-ui, sans-serif; overflow-wrap: break-word;
  print-color-adjust: exact; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.15rem; margin: 1.6rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: .6rem 0 .2rem; }
p { margin: .3rem 0; }
.quiet { color: var(--quiet); font-size: .88em; }
.sentences { margin: .4rem 0; padding-left: 1.2rem; }
.sentences li { margin: .15rem 0; }
.charts { display: grid; gap: 0 1.5rem;
  grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); }
figure { margin: 0; break-inside: avoid; }
figcaption { font-size: .9em; }
svg { width: 100%; height: auto; display: block; }
.map { display: flex; gap: 1.5rem; align-items: flex-start; flex-wrap: wrap; }
.map img { height: 15rem; width: auto; display: block; }
.map table { flex: 1 1 18rem; }
table { border-collapse: collapse; width: 100%; font-size: .9em; }
th, td { text-align: left; vertical-align: top; padding: .15rem .6rem .15rem 0;
  border-bottom: 1px solid #eee; }
th { border-bottom: 1px solid var(--line); }
td:first-child { white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.key { display: inline-block; width: .7em; height: .7em; }
.weekly { background: var(--ink); }
.before { background: #888; border-radius: 50%; }
.after { border: 1px solid #888; border-radius: 50%; }
@page { size: A4; margin: 12mm; }
@media print {
  html { font-size: 8.5pt; }
  body { padding: 0; max-width: none; line-height: 1.3; }
  h2 { margin: .9rem 0 .3rem; }
  .charts { grid-template-columns: repeat(2, 1fr); gap: 0 6mm; }
  .charts svg { height: 41mm; }
  .map img { height: 52mm; }
  .second-sheet { break-before: page; }
  .screen-only { display: none; }
  tr { break-inside: avoid; }
}
"""
