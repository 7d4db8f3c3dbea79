"""The style sheet of the HTML page: light, dark, narrow, and printed."""

ARTICLE_STYLE = """
:root {
  color-scheme: light dark;
  --text: #1d1f24; --ground: #fdfdfc; --quiet: #5a5f6b; --line: #d5d7dc;
  --accent: #8a2a87; --mark: #0b6471; --note: #1f5fa8; --caution: #b3261e;
  --note-ground: #f0f5fb; --caution-ground: #fdf1f0; --picture-ground: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e4e5e8; --ground: #17181c; --quiet: #a3a8b4; --line: #3a3d45;
    --accent: #dc8fd8; --mark: #6cc7d4; --note: #8bb8f0; --caution: #f2958e;
    --note-ground: #1b2430; --caution-ground: #2e1d1c; --picture-ground: #f4f4f2;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 5rem; max-width: 46rem;
  background: var(--ground); color: var(--text);
  font: 1.0625rem/1.6 system-ui, sans-serif; overflow-wrap: break-word;
}
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 3rem 0 1rem;
  padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.18rem; margin: 2.2rem 0 .6rem; }
h4, h5 { font-size: 1rem; margin: 1.6rem 0 .5rem; }
.section-number { color: var(--accent); margin-right: .35em; }
a { color: inherit; text-decoration-color: var(--accent); text-underline-offset: .15em; }
a:hover { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.review { font-weight: 600; }
dl { margin: 1.5rem 0; font-size: .9rem; color: var(--quiet); }
dt, dd { display: inline; margin: 0; }
dt .mark { font-size: inherit; }
nav ul { list-style: none; margin: 2rem 0; padding: 1rem 0; columns: 18rem 2;
  border-block: 1px solid var(--line); font-size: .95rem; }
nav li { break-inside: avoid; margin: 0; padding: .15rem 0 .15rem 1.2rem; }
nav li.depth-0 { padding-left: 0; font-weight: 600; }
nav li.depth-2 { padding-left: 2.4rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
.mark { color: var(--mark); font-size: .82em; white-space: nowrap; }
.mark a { text-decoration: none; }
.mark a:hover { text-decoration: underline; }
li { margin: .3rem 0; }
li li { margin: .1rem 0; }
.note, .caution { margin: 1.4rem 0; padding: .8rem 1.1rem; border-radius: .4rem;
  border-left: .3rem solid var(--note); background: var(--note-ground); }
.caution { border-left: .3rem double var(--caution); background: var(--caution-ground); }
.note > :last-child, .caution > :last-child { margin-bottom: 0; }
.title { margin: 0 0 .3rem; font-weight: 700; }
.note .tone { color: var(--note); }
.caution .tone { color: var(--caution); }
.note p, .caution p { margin-top: .3rem; }
.table { overflow-x: auto; margin: 1.4rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; line-height: 1.45; }
caption { text-align: left; color: var(--quiet); padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .9rem .45rem 0;
  border-bottom: 1px solid var(--line); }
thead th { border-bottom-width: 2px; }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1.6rem 0; text-align: center; }
figure img { max-width: 100%; max-height: 26rem; padding: .8rem; border-radius: .4rem;
  background: var(--picture-ground); border: 1px solid var(--line); }
figcaption { color: var(--quiet); font-size: .9rem; margin-top: .4rem; }
.works { padding-left: 2.2rem; }
.works li:target { background: var(--note-ground); outline: .35rem solid var(--note-ground); }
@media print {
  :root {
    --text: #000; --ground: #fff; --quiet: #333; --line: #999; --accent: #000; --mark: #333;
    --note: #000; --caution: #000; --note-ground: #fff; --caution-ground: #fff;
  }
  @page { size: A4; margin: 8mm; }
  body { max-width: none; padding: 0; font-size: 6pt; line-height: 1.16;
    columns: 3; column-gap: 5mm; }
  .mark { white-space: normal; }
  nav { display: none; }
  h1 { font-size: 11pt; margin-bottom: 1mm; }
  h2 { font-size: 8pt; margin: 2.5mm 0 1mm; padding-bottom: 0; }
  h3 { font-size: 7pt; margin: 1.8mm 0 .6mm; }
  h4, h5 { font-size: inherit; margin: 1.2mm 0 .4mm; }
  h2, h3, h4, h5, .title, caption { break-after: avoid; }
  p, ul, ol, dl { margin: .8mm 0; }
  ul, ol { padding-left: 3mm; }
  .works { padding-left: 4mm; font-size: 5.2pt; }
  .works br { display: none; }
  li, li li { margin: 0; }
  li ul { margin: 0; padding: 0; }
  li li { display: inline; }
  li li:not(:last-child)::after { content: " ·"; }
  dl, table, figcaption, caption { font-size: inherit; line-height: inherit; }
  .note, .caution { margin: 1.2mm 0; padding: .6mm 1.2mm; break-inside: avoid;
    border: .2mm solid; border-left-width: .8mm; border-radius: 0; }
  .caution { border-width: .4mm; border-left-width: .8mm; border-style: solid; }
  .table, figure { margin: 1.2mm 0; overflow: visible; }
  th, td { padding: .3mm 1mm .3mm 0; }
  tr, figure, li { break-inside: avoid; }
  figure img { max-height: 23mm; padding: 0; border: none; }
  a { text-decoration: none; }
}
"""
