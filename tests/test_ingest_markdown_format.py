"""The project's Markdown format: what is written reads back equal; what a hand spoils is named with its line."""

from __future__ import annotations

import re

import pytest
from conftest import INVENTED
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import DamagedDocument
from ingest.markdown_format import escape, is_referential, to_markdown, unescape
from ingest.model import (
    Block,
    Bullet,
    Certification,
    Competence,
    Criterion,
    Document,
    Fact,
    Family,
    Kind,
    Provenance,
    Section,
    Source,
    Statement,
)
from ingest.readers.plain import PlainFile, read_plain
from ingest.readers.referential import read_referential
from ingest.repair import repair
from ingest.structure.identify import with_ids

NAME = "cerf-volant.pdf"

# What a text may hold is what reading leaves: one line that `repair` does not change, soft breaks inside apart.
_WILD = st.sampled_from(
    ["{", "}", "\\", "<!--", "-->", "<!-- p. 3 -->", "- ", "# ", "## § ", "›", " › ", "[x]", "—", "{a} b", "\\n", "---", "&amp;", "<b>", "« »", "l'été", "…", "№ 5"]
)
_LINE = (
    st.lists(st.one_of(_WILD, st.text(max_size=6)), min_size=1, max_size=6)
    .map(lambda parts: repair(" ".join(parts)))
    .filter(lambda text: bool(text) and repair(text) == text)
)
TEXT = st.one_of(_LINE, st.tuples(_LINE, _LINE).map("\n".join))
MARKER = st.sampled_from(["", "• ", "-", "- ", "1. ", "○ ", "}", "\\ ", "{ ", "□"])
SOURCE = st.builds(
    Source,
    document=st.just(NAME),
    page=st.none() | st.integers(1, 99),
    lines=st.none() | st.tuples(st.integers(1, 50), st.integers(0, 9)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    corrected=st.none() | st.dates(),
)
BULLETS = st.lists(st.builds(Bullet, text=TEXT, marker=MARKER, source=SOURCE), max_size=2).map(tuple)
STATEMENTS = st.lists(st.builds(Statement, text=TEXT, marker=MARKER, items=BULLETS, source=SOURCE), max_size=2).map(tuple)
CODE = st.none() | st.from_regex(r"[A-Z]{1,3}[0-9]{1,4}( x)?", fullmatch=True)


@st.composite
def competences(draw: st.DrawFn, number: int) -> Competence:
    criteria = tuple(Criterion(**s.model_dump(), family=family) for family in Family for s in draw(STATEMENTS))
    return Competence(
        number=number,
        local_number=draw(st.none() | st.integers(1, 9)),
        code=draw(CODE),
        title=draw(TEXT),
        conditions=draw(STATEMENTS),
        criteria=criteria,
        results=draw(STATEMENTS),
        source=draw(SOURCE),
    )


@st.composite
def certifications(draw: st.DrawFn) -> Certification:
    shape = draw(st.lists(st.integers(0, 2), max_size=2))
    numbers = iter(range(1, 100))
    blocks = [
        Block(
            number=rank,
            code=draw(CODE),
            title=draw(TEXT | st.just("")),
            knowledge=draw(STATEMENTS),
            competences=tuple(draw(competences(next(numbers))) for _ in range(count)),
            source=draw(SOURCE),
        )
        for rank, count in enumerate(shape, start=1)
    ]
    sections = draw(st.lists(st.builds(Section, path=st.lists(TEXT, max_size=3).map(tuple), paragraphs=STATEMENTS), max_size=2))
    facts = draw(
        st.lists(
            st.builds(Fact, key=st.from_regex("[a-z][a-z0-9_]{0,8}", fullmatch=True), label=TEXT, values=st.lists(TEXT, max_size=2).map(tuple), source=SOURCE),
            max_size=2,
        )
    )
    return with_ids(
        Certification(
            id=draw(st.sampled_from(["cerf-volant", "2024", "null", "yes"])),
            title=draw(TEXT),
            kind=draw(st.sampled_from(Kind)),
            provenance=draw(st.sampled_from(Provenance)),
            label=draw(st.none() | _LINE),
            codes=draw(st.dictionaries(st.sampled_from(["rncp", "nsf", "blocks"]), st.lists(_LINE, max_size=2).map(tuple), max_size=2)),
            blocks=tuple(blocks),
            sections=tuple(sections),
            facts=tuple(facts),
            document=Document(name=NAME, format="pdf", sha256="0" * 64, pages=draw(st.none() | st.integers(1, 99))),
        )
    )


@given(certifications())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_written_reads_back_equal(certification: Certification) -> None:
    """Places included: they come back as those of the original document."""
    text = to_markdown(certification)
    assert is_referential(text)
    assert read_referential(PlainFile("corrige.md", text, "1"), "autre") == certification


@given(st.text())
def test_escaping_is_undone(text: str) -> None:
    assert unescape(escape(text)) == text
    assert "\n" not in escape(text)
    assert "<!--" not in escape(text)


def test_a_line_without_a_place_stands_for_itself() -> None:
    text = "---\nformat: acquis-1\ndocument: {nom: vol.pdf, format: pdf, pages: 4}\n---\n# Vol\n## § Le vent\n- Il souffle. <!-- p. 2, l. 3-4 -->  \n- Il tourne.\n"
    (section,) = read_referential(PlainFile("corrige.md", text, "1"), "vol").sections
    assert [s.text for s in section.paragraphs] == ["Il souffle.", "Il tourne."]
    assert [s.source for s in section.paragraphs] == [
        Source(document="vol.pdf", page=2, lines=(3, 4)),
        Source(document="corrige.md", lines=(8, 8)),
    ]


def test_a_part_continued_under_a_second_heading_is_kept_whole() -> None:
    text = INVENTED.read_text("utf-8")
    heading = "#### Critères : moyens utilisés\n"
    doubled = text.replace(heading, f"{heading}- Le four est chaud.\n\n{heading}", 1)
    before, after = (read_referential(PlainFile("x.md", each, "1"), "x") for each in (text, doubled))
    found = [[s.text for s in next(before.competences())[1].part("means")], [s.text for s in next(after.competences())[1].part("means")]]
    assert found[1] == ["Le four est chaud.", *found[0]]


@pytest.mark.parametrize(
    ("find", "replace", "line", "says"),
    [
        ("## Bloc 2", "Bloc 2", None, "n'est ni un titre ni un élément de liste"),
        ("### Compétence 2", "### Compétence 1", None, "la compétence 1 est déjà plus haut"),
        ("## Bloc 2", "## Bloc 1", None, "le bloc 1 est déjà plus haut"),
        ("#### Critères : moyens utilisés", "#### Moyens", None, "n'est pas un titre de partie connu"),
        ("# Boulanger de nuit", "Boulanger", 10, "ni un titre"),
        ("# Boulanger de nuit", "- Boulanger", 10, "sous aucun titre de partie"),
        ("# Boulanger de nuit", "# Boulanger\n# de nuit", 11, "un seul titre"),
        ("# Boulanger de nuit", "", 9, "le titre « # Intitulé de la certification » manque"),
        ("- La recette du fournil est affichée.", "- La recette <!-- page 3 -->", None, "un repère s'écrit"),
        ("- La recette du fournil est affichée.", "  - La recette", None, "suit une phrase d'introduction"),
        ("type: cqpm", "type: cqp", None, "« type » vaut cqpm ou rncp ou other"),
        ("provenance: official", "provenance: moi", None, "« provenance » vaut official ou fiche"),
        ("codes: {blocks: [BDC9001, BDC9002]}", "codes: {blocks: BDC9001}", None, "« codes » s'écrit avec une liste"),
        ("codes: {blocks: [BDC9001, BDC9002]}", "codes: {blocks: [BDC9001", None, "l'en-tête entre deux lignes"),
        ("codes: {blocks: [BDC9001, BDC9002]}", "document: {pages: quatre}", None, "pages (un nombre)"),
        ("format: acquis-1", "format: acquis-2", 1, "« format: acquis-1 »"),
        ("---\n\n#", "\n#", 1, "« format: acquis-1 »"),
    ],
)
def test_a_spoiled_line_is_named(find: str, replace: str, line: int | None, says: str) -> None:
    text = INVENTED.read_text("utf-8")
    assert find in text
    expected = line or text[: text.index(find)].count("\n") + 1
    spoiled = text.replace(find, replace, 1)
    assert is_referential(spoiled)
    with pytest.raises(DamagedDocument) as error:
        read_referential(PlainFile("fiche.md", spoiled, "1"), "fiche")
    assert f"fiche.md n'est pas lisible à la ligne {expected} : " in str(error.value)
    assert says in str(error.value)


def test_only_the_format_itself_is_taken_for_it() -> None:
    assert not is_referential("---\ntitle: vol\n---\n# Vol\n")
    assert not is_referential("# Vol\nformat: acquis-1\n")
    assert is_referential(INVENTED.read_text("utf-8").replace("\n", "\r\n").replace("\r\n", "\n"))


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("fiche") / INVENTED.name
    path.write_bytes(b"\xef\xbb\xbf" + re.sub(rb"\n", b"\r\n", INVENTED.read_bytes()))
    ours, theirs = (read_referential(read_plain(each), "x") for each in (path, INVENTED))
    assert ours.model_copy(update={"document": theirs.document}) == theirs
