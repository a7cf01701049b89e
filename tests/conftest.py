"""What tests share: where their documents lie, and the official ones where they are available."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation
from assistant.extractive import BESIDES
from assistant.library import Library
from assistant.service import Assistant
from ingest.model import Passage, Source

DOCUMENTS = Path(__file__).parent / "documents"
SHARED = Path(__file__).resolve().parents[2] / "shared"
INVENTED = DOCUMENTS / "cqpm-boulanger-de-nuit.md"
"""A small referential of our own: 2 blocks, 3 competences, each with one statement per part but the methods of the first (2)."""

SHELF = DOCUMENTS / "shelf"
"""Four invented certifications: two versions of « GAT » (blocks without code), its registry sheet 99123 (C1…C5), an horloger (a fiche)."""


@pytest.fixture(scope="session")
def shelf_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The invented shelf, ingested and indexed once; not to be changed."""
    library = Library(tmp_path_factory.mktemp("shelf"))
    library.ingest([SHELF])
    return library


@pytest.fixture(scope="session")
def fiches_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The fiches of the project, indexed once; not to be changed."""
    library = Library(tmp_path_factory.mktemp("fiches"))
    library.ensure_content()
    return library


@pytest.fixture(scope="session")
def assistant(shelf_library: Library) -> Assistant:
    """The assistant over the invented shelf."""
    return Assistant(shelf_library)


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of official documents beside the repository; the test skips where there is none, never where it cannot be read in CI."""
    referentials = SHARED / "referentiels"
    if SHARED.exists() and os.environ.get("CI") and not (referentials.is_dir() and os.access(referentials, os.R_OK | os.X_OK)):
        pytest.fail(f"{referentials} n'est pas lisible alors que {SHARED} existe : en CI, ces tests ne sont pas sautés")
    if not referentials.is_dir():
        pytest.skip("les référentiels officiels (../shared/referentiels) ne sont pas sur cette machine")
    return SHARED


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder."""
    return tmp_path / "home"


@pytest.fixture
def stocked(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that holds the baker's referential, chosen by the environment as ``acquis serve`` does."""
    Library(home).ingest([INVENTED])
    monkeypatch.setenv("ACQUIS_HOME", str(home))
    return home


@pytest.fixture
def workshop_passages() -> list[Passage]:
    """Two invented certifications, few enough passages to know by heart: a bakery (with a list) and a garden."""
    bakery, garden = "CQPM Boulanger", "CQPM Jardinier"
    oven = f"{bakery} > Compétence 1 Conduire le four"
    return [
        _passage("boulanger/C1", "competence", "Conduire le four", oven, competence=1),
        _passage("boulanger/C1/methods/1", "criterion", "La température de cuisson est réglée selon le type de pain.", oven, 1, "methods"),
        _passage(
            "boulanger/C1/methods/2", "criterion", "Les contrôles portent sur :\n- la couleur de la croûte\n- le poids", oven, 1, "methods"
        ),
        _passage(
            "boulanger/C1/methods/2/1",
            "bullet",
            "Les contrôles portent sur :\n- la couleur de la croûte",
            oven,
            1,
            "methods",
            "boulanger/C1/methods/2",
        ),
        _passage(
            "boulanger/C1/methods/2/2", "bullet", "Les contrôles portent sur :\n- le poids", oven, 1, "methods", "boulanger/C1/methods/2"
        ),
        _passage("boulanger/C1/constraints/1", "criterion", "Le port des EPI est respecté devant le four.", oven, 1, "constraints"),
        _passage(
            "boulanger/C2/relations/1",
            "criterion",
            "Le fournisseur de farine est averti de toute non-conformité.",
            f"{bakery} > Compétence 2 Recevoir la farine",
            2,
            "relations",
        ),
        _passage("boulanger/facts/nsf", "fact", "221", f"{bakery} > Code NSF"),
        _passage(
            "jardinier/C1/means/1",
            "criterion",
            "Le sécateur est affûté avant la taille des rosiers.",
            f"{garden} > Compétence 1 Tailler",
            1,
            "means",
        ),
        _passage(
            "jardinier/C1/constraints/1",
            "criterion",
            "Le document unique est consulté avant tout chantier.",
            f"{garden} > Compétence 1 Tailler",
            1,
            "constraints",
        ),
    ]


def answering(answer: Answer) -> list[Citation]:
    """The citations of what answers, in the order of their marks, without those of what is worth reading besides."""
    marks = re.findall(r"\[(\d+)\]", answer.answer.split(f"**{BESIDES}**")[0])
    return [answer.citations[int(mark) - 1] for mark in marks]


def _passage(
    passage_id: str, kind: str, text: str, context: str, competence: int | None = None, part: str | None = None, parent: str | None = None
) -> Passage:
    certification = passage_id.split("/")[0]
    source = Source(document=f"{certification}.md", lines=(1, 1))
    return Passage(
        id=passage_id,
        certification=certification,
        kind=kind,
        text=text,
        context=context,
        competence=competence,
        part=part,
        parent=parent,
        source=source,
    )
