"""An RNCP sheet: fields of the national form, blocks, crosses; what recognition damaged is repaired or reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.elements import Paragraph, ReadDocument
from ingest.model import Certification, Diagnostic, Kind, Source
from ingest.readers.text import read_text
from ingest.structure.ocr_doubts import ocr_doubts
from ingest.structure.rncp import build_rncp, is_rncp
from ingest.structure.rncp_form import labels_in

DOCUMENTS = Path(__file__).parent / "documents"
SHEET = DOCUMENTS / "rncp-reconnaissance.txt"


@pytest.fixture(scope="module")
def built() -> tuple[Certification, list[Diagnostic]]:
    return build_rncp(read_text(SHEET), "serre")


@pytest.fixture
def sheet(built: tuple[Certification, list[Diagnostic]]) -> Certification:
    return built[0]


@pytest.fixture
def codes(built: tuple[Certification, list[Diagnostic]]) -> list[tuple[str, str]]:
    return [(diagnostic.code, diagnostic.where) for diagnostic in built[1]]


def values(sheet: Certification, key: str) -> tuple[str, ...]:
    fact = sheet.fact(key)
    assert fact is not None, key
    return fact.values


def line_of(text: str) -> str:
    lines = SHEET.read_text("utf-8").split("\n")
    exact = [number for number, line in enumerate(lines, start=1) if line == text]
    return f"l. {(exact or [number for number, line in enumerate(lines, start=1) if text in line])[0]}"


def unread_words(path: Path, certification: Certification) -> list[str]:
    """The words of the file that stand in no fact, block, competence or section."""

    def words(text: str) -> list[str]:
        plain = re.sub(r"</?u>|\*\*", "", text).translate(str.maketrans("ОХΧ", "OXX"))
        return re.findall(r"\w+", plain.replace("’", "'").lower())

    kept = [fact.label + " " + " ".join(fact.values) for fact in certification.facts]
    kept += [" ".join(section.path) + " " + section.text for section in certification.sections]
    kept += [block.title for block in certification.blocks]
    kept += [f"{competence.code} {competence.title}" for _, competence in certification.competences()]
    known = {word for text in kept for word in words(text)}
    return [word for word in words(path.read_text("utf-8")) if word not in known]


def test_a_sheet_is_told_from_a_text_about_certifications() -> None:
    assert is_rncp(read_text(SHEET))
    assert not is_rncp(read_text(DOCUMENTS / "text-colonnes-entrelacees.txt"))


def test_title_kind_and_codes(sheet: Certification) -> None:
    assert (sheet.title, sheet.kind) == ("CQP : Conducteur(trice) de serre fruitière", Kind.RNCP)
    assert sheet.codes == {"rncp": ("99123",), "nsf": ("211t",), "rome": ("A1414",), "convention": ("7024",)}


@pytest.mark.parametrize(
    "key",
    [
        "authority",
        "level",
        "formacodes",
        "other_certifications_links",
        "european_agreements",
        "legal_general_decree",
        "vae_order",
        "preparation_places",
    ],
)
def test_an_empty_field_is_a_fact_without_values(key: str, sheet: Certification) -> None:
    assert values(sheet, key) == ()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("signatory", ("Directrice de I'école des serres",)),
        ("collective_agreement", ("7024 - Production agricole",)),
        ("activities", ("Régler le climat d'une travée ;", "Surveiller la santé des arbres en pot.")),
        ("sectors", ("Ce métier s'exerce dans les entreprises qui cultivent sous abri",)),
        ("jobs", ("Conducteur de serre", "Aide-pépiniériste")),
        ("rome_codes", ("A1414 : Horticulture et maraîchage",)),
        ("component_validity", ("cinq ans",)),
        ("registered_from", ("3 mai 2030",)),
        ("registered_until", ("3 mai 2033",)),
        ("average_per_year", ("12",)),
        ("other_references", ("Le cahier des serres, édition de 2029",)),
        ("information_sources", ("http://serres.example",)),
        ("history", ("La première session a eu lieu dans une serre de briques.",)),
        ("jury_composition", ("Deux chefs de culture et une formatrice.",)),
    ],
)
def test_a_field_holds_its_own_value(key: str, expected: tuple[str, ...], sheet: Certification) -> None:
    assert values(sheet, key) == expected


def test_crosses_are_read_where_their_column_is_known(sheet: Certification, codes: list[tuple[str, str]]) -> None:
    # under the merged header OUINON the cross is no answer, but the field is not empty either: the row stands as printed
    assert values(sheet, "access_professionalisation") == ("En contrat de professionnalisation | X |",)
    assert ("merged-header", line_of("En contrat de professionnalisation")) in codes
    assert values(sheet, "access_apprenticeship") == ("OUI",)  # after the page break: label, OUI, NON, jury
    assert values(sheet, "access_continuing_education") == ("NON",)  # a Cyrillic cross
    assert values(sheet, "access_vae") == ("OUI",)
    assert values(sheet, "access_new_caledonia") == ("OUI",)  # a Greek cross
    assert values(sheet, "access_french_polynesia") == ("NON",)


def test_blocks_hold_their_capacities_however_they_were_flattened(sheet: Certification) -> None:
    found = [
        (block.number, block.title, [(c.number, c.local_number, c.code, c.title) for c in block.competences]) for block in sheet.blocks
    ]
    assert found == [
        (1, "La conduite de la serre", [(1, 1, "C1", "Régler le climat d'une travée PQF"), (2, 2, "C2", "Surveiller les arbres en pot")]),
        (2, "La récolte POF", [(3, 1, "C3", "Récolter les fruits mûrs"), (4, 2, "C4", "Tenir le cahier de la serre PQF")]),
    ]
    assert not any(competence.criteria for _, competence in sheet.competences())


def test_what_was_put_back_is_reported(codes: list[tuple[str, str]]) -> None:
    assert ("title-repaired", line_of("n°1 de la fiche")) in codes
    assert ("title-reassembled", line_of("n°2 de Descriptif")) in codes
    assert ("sentence-rejoined", line_of("signature")) in codes
    assert ("truncated-text", line_of("serres. Enregistrement")) in codes
    assert ("ocr-residue", line_of("zzjury")) in codes


def test_a_sentence_cut_by_a_table_is_whole_again(sheet: Certification) -> None:
    certificates = [section.text for section in sheet.sections if " > ".join(section.path).endswith(("Attestation:", "Attestation :"))]
    assert certificates == ["Le bloc donne lieu à une épreuve et une signature"] * 2


def test_the_stray_end_of_a_title_goes_back_to_its_sentence(sheet: Certification) -> None:
    section = next(section for section in sheet.sections if " > ".join(section.path).endswith("La conduite de la serre"))
    assert "Ce bloc de compétences reprend les capacités professionnelles suivantes :" in section.text


def test_every_word_of_the_sheet_is_somewhere(sheet: Certification) -> None:
    assert unread_words(SHEET, sheet) == []


def test_recognition_doubts_are_reported_and_the_text_is_kept(codes: list[tuple[str, str]], sheet: Certification) -> None:
    assert ("ocr-doubt", line_of("POF")) in codes
    assert ("ocr-doubt", line_of("I'école")) in codes
    assert sheet.blocks[1].title == "La récolte POF"


def test_a_word_is_doubtful_only_beside_a_much_more_frequent_one() -> None:
    place = Source(document="x", lines=(1, 1))
    rare = [("le code PQF", place)] * 3 + [("le code POF", place)]  # 3 against 1
    even = [("le code PQF", place)] * 2 + [("le code POF", place)]  # 2 against 1
    assert [diagnostic.code for diagnostic in ocr_doubts(rare)] == ["ocr-doubt"]
    assert ocr_doubts(even) == []


@pytest.mark.parametrize(
    ("text", "keys", "rest"),
    [
        ("Code(s) NSF:", ["nsf_codes"], ""),
        ("CODES NSF : 211t Cultures", ["nsf_codes"], "211t Cultures"),
        ("lntitule", ["title"], ""),
        (
            "Liens avec d'autres certifications Accords européens ou internationaux",
            ["other_certifications_links", "european_agreements"],
            "",
        ),
        ("Intitulé du poste occupé par le candidat", [], "Intitulé du poste occupé par le candidat"),
        ("Statistiques de la serre", [], "Statistiques de la serre"),
    ],
)
def test_labels_are_told_from_sentences(text: str, keys: list[str], rest: str) -> None:
    found, after = labels_in(text)
    assert ([label.key for label, _ in found], after) == (keys, rest)


def test_a_value_under_two_merged_labels_belongs_to_neither() -> None:
    lines = [
        "Résumé descriptif de la certification Code RNCP : 99124",
        "Autorité responsable de la certification Qualité du(es) signataire(s) de la certification",
        "La directrice",
    ]
    elements = tuple(Paragraph(text, Source(document="x", lines=(n, n))) for n, text in enumerate(lines, start=1))
    certification, diagnostics = build_rncp(ReadDocument("x", "pdf", "0", elements), "x")
    assert (values(certification, "authority"), values(certification, "signatory")) == ((), ())
    assert ("merged-header", "l. 2") in [(diagnostic.code, diagnostic.where) for diagnostic in diagnostics]
    assert any("La directrice" in section.text for section in certification.sections)


def test_the_official_sheet(shared_folder: Path) -> None:
    path = shared_folder / "referentiels" / "rncp-28242-coordonnateur-qse.txt"
    certification, diagnostics = build_rncp(read_text(path), "rncp")
    assert [[c.number for c in block.competences] for block in certification.blocks] == [[1, 2, 3], [4, 5, 6], [7, 8]]
    assert [block.title.split()[0] for block in certification.blocks] == ["L'analyse", "La", "L'audit"]
    assert certification.blocks[1].title.endswith("QSE")
    assert certification.codes == {"rncp": ("28242",), "nsf": ("200r",), "rome": ("H1502", "H1301", "H1303"), "convention": ("3109",)}
    assert values(certification, "registered_from") == ("21 avril 2017",)
    assert values(certification, "registered_until") == ("21 avril 2022",)
    assert values(certification, "average_per_year") == ("67",)
    empty = {fact.key for fact in certification.facts if not fact.values}
    assert empty == {
        "authority", "level", "formacodes", "other_certifications_links", "european_agreements", "legal_general_decree", "vae_order",
        "other_references",
    }  # fmt: skip
    assert [len(values(certification, key)) for key in ("activities", "sectors", "jobs", "rome_codes", "information_sources")] == [
        4,
        1,
        4,
        3,
        3,
    ]
    ticked = {fact.key: fact.values for fact in certification.facts if fact.key.startswith("access_") and fact.values}
    assert ticked == {
        "access_continuing_education": ("OUI",),
        "access_professionalisation": ("OUI",),
        "access_individual": ("NON",),
        "access_vae": ("OUI",),
        "access_new_caledonia": ("NON",),
        "access_french_polynesia": ("NON",),
        "access_initial_training": ("Après un parcours de formation sous statut d'élève ou d'étudiant | X |",),
        "access_apprenticeship": ("En contrat d'apprentissage | X |",),
    }
    doubted = {diagnostic.where for diagnostic in diagnostics if diagnostic.code == "ocr-doubt"}
    assert doubted == {"l. 10", "l. 152", "l. 171", "l. 182"}
    assert unread_words(path, certification) == []
