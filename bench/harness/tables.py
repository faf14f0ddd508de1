"""Tables as people read them in a terminal and as Markdown: the same text, at most 80 columns wide."""

import re
import unicodedata

WIDTH = 80
BEGIN = "<!-- figures: made by scripts/bench -->"
END = "<!-- end of figures -->"


def width(text):
    return sum(0 if unicodedata.combining(character) else 1 for character in text)


def padded(text, size, is_number):
    blank = " " * (size - width(text))
    return blank + text if is_number else text + blank


def joined(cells):
    return "| " + " | ".join(cells) + " |"


def table(header, rows):
    """The first column is words, all others are numbers."""
    lines = [header, *rows]
    sizes = [max(3, *(width(line[at]) for line in lines)) for at in range(len(header))]
    shown = [joined(padded(cell, sizes[at], at > 0) for at, cell in enumerate(line)) for line in lines]
    shown.insert(1, joined("-" * size if at == 0 else "-" * (size - 1) + ":" for at, size in enumerate(sizes)))
    widest = max(width(line) for line in shown)
    if widest > WIDTH:
        raise ValueError(f"a table of {widest} columns: {shown[0]}")
    return "\n".join(shown)


def grouped(number):
    return f"{number:,}".replace(",", " ")


def times(ratio):
    return f"{ratio:.2f} ×" if ratio < 9.95 else f"{ratio:.1f} ×"


def nanoseconds(took, rows):
    """The median of a row, and the least and the most."""
    return [each(took.median / rows), f"{each(took.least / rows)} … {each(took.most / rows)}"]


def each(seconds):
    return f"{seconds * 1e9:.1f}" if seconds < 99.95e-9 else f"{seconds * 1e9:.0f}"


def written_into(page, sections):
    """The page with the sections between its markers."""
    text = page.read_text()
    if BEGIN not in text or END not in text:
        raise SystemExit(f"{page} has no markers for the figures")
    figures = BEGIN + "\n\n" + "\n\n".join(sections) + "\n\n" + END
    return re.sub(re.escape(BEGIN) + ".*" + re.escape(END), lambda _: figures, text, flags=re.DOTALL)
