"""Dossiers of ours written as Word, LibreOffice and PDF files, from the same Markdown."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

SETS = Path(__file__).resolve().parents[1] / "eval_sets"
SHORT = SETS / "dossiers" / "dev-qualite-usinage.md"
LONG = SETS / "dossiers" / "dev-qse-plasturgie.md"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def blocks(markdown: str) -> Iterator[tuple[str, list[list[str]]]]:
    """("h" or "p", [[text]]), or ("table", rows)."""
    rows: list[list[str]] = []
    for line in [*markdown.split("\n"), ""]:
        if line.startswith("|"):
            if not set(line) <= set("|-"):
                rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            yield "table", rows
            rows = []
        if line.strip():
            yield ("h" if line.startswith("#") else "p"), [[line.lstrip("# ").replace("**", "")]]


def write_docx(markdown: str, path: Path) -> Path:
    import docx

    document = docx.Document()
    for kind, rows in blocks(markdown):
        if kind == "table":
            table = document.add_table(rows=len(rows), cols=len(rows[0]))
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        elif kind == "h":
            document.add_heading(rows[0][0], level=2)
        else:
            document.add_paragraph(rows[0][0])
    document.save(str(path))
    return path


def odt_body(markdown: str) -> str:
    found = []
    for kind, rows in blocks(markdown):
        if kind == "table":
            cells = ("".join(f"<table:table-cell><text:p>{escape(t)}</text:p></table:table-cell>" for t in row) for row in rows)
            found.append(f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>")
        else:
            found.append(f'<text:{kind} text:outline-level="2">{escape(rows[0][0])}</text:{kind}>')
    return "".join(found)


def write_odt(body: str, path: Path, manifest: str = "<manifest/>") -> Path:
    names = "".join(f' xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "text", "table"))
    content = f"<office:document-content{names}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def write_pdf(markdown: str, path: Path, *, password: str | None = None) -> Path:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    styles = getSampleStyleSheet()
    story: list[object] = []
    for kind, rows in blocks(markdown):
        if kind == "table":
            story.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        else:
            story.append(Paragraph(escape(rows[0][0]), styles["Heading2" if kind == "h" else "BodyText"]))
        story.append(Spacer(1, 8))
    SimpleDocTemplate(str(path), pagesize=A4, encrypt=StandardEncryption(password) if password else None).build(story)
    return path
