#!/usr/bin/env python3
"""Draws what a terminal shows as SVG: terminal.py < TEXT > FILE.svg. Lines that begin with `$ ` or are
indented by four are commands."""

import html
import sys

COLUMN, LINE, EDGE = 8.43, 18, 16
lines = sys.stdin.read().rstrip("\n").split("\n")
width = round(EDGE * 2 + COLUMN * max(80, *(len(line) for line in lines)))
height = EDGE * 2 + LINE * len(lines) + 8
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
      'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="14">')
print(f'<rect width="{width}" height="{height}" rx="8" fill="#15181d"/>')
for number, line in enumerate(lines):
    if not line:
        continue
    color = "#7fd3a5" if line.startswith(("$ ", "    ")) else "#d5dae1"
    top = EDGE + LINE * (number + 1)
    # The length is given, so that every font keeps the columns.
    print(f'<text x="{EDGE}" y="{top}" fill="{color}" xml:space="preserve" textLength="{COLUMN * len(line):.1f}" '
          f'lengthAdjust="spacingAndGlyphs">{html.escape(line)}</text>')
print("</svg>")
