"""One store, several programs: the application through a real Chroma server, and several processes of it on one home."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import shown
from chroma_running import ChromaServer
from conftest import INVENTED, SHELF
from opening import open_page
from telling import BAKER

from assistant.cli import main
from assistant.library import Library
from assistant.service import Assistant
from ingest.errors import IndexUnusable
from vectorstore.dense import HELD_ELSEWHERE
from vectorstore.manifest import WriteLock, read_manifest

ROOT = Path(__file__).parents[1]
BAKERY = "Que fait-on d'un sac de farine humide ?"
CLOCKS = "Que demande la certification d'horloger ?"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    running = ChromaServer(tmp_path / "server")
    yield running
    running.stop()


def plain(markdown: str) -> str:
    return shown(markdown).replace("\\", "")


def collections(server: ChromaServer) -> dict[str, set[str]]:
    """The certifications of which each collection of a server holds passages."""
    import chromadb

    found = {}
    for collection in chromadb.HttpClient(host="127.0.0.1", port=server.port).list_collections():
        held = collection.get(include=["metadatas"])["metadatas"] or []
        found[collection.name] = {str(metadata["certification"]) for metadata in held}
    return found


def test_the_application_works_through_a_chroma_server(server: ChromaServer, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index of the test is small: that it is not looked at whole makes the server needed, as it is by a large one."""
    monkeypatch.setattr("vectorstore.search._SMALL", 0)
    monkeypatch.setenv("ACQUIS_CHROMA_HOST", server.address)
    library = Library(home, long_lived=True)
    library.ingest([INVENTED])
    assistant = Assistant(library)
    assert assistant.ask(BAKERY)[0].citations
    assert library.index.dense.method == f"par le serveur Chroma {server.address}"
    assert collections(server) == {library.index.manifest.collection: {BAKER}}

    library.ingest([SHELF])
    assert BAKER in {citation.certification for citation in assistant.ask(BAKERY)[0].citations}
    assert collections(server)[library.index.manifest.collection] == set(library.store.ids())
    library.remove(BAKER)
    assert BAKER not in {citation.certification for citation in assistant.ask(BAKERY)[0].citations}
    assert BAKER not in collections(server)[library.index.manifest.collection]

    server.stop()
    with pytest.raises(IndexUnusable, match=f"Le serveur Chroma {server.address} ne répond plus"):
        assistant.ask(BAKERY)
    server.start()
    assert assistant.ask(BAKERY)[0].answer


def test_a_server_that_stopped_is_told_in_the_page_and_on_the_command_line(
    server: ChromaServer, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Library(home).ingest([INVENTED])
    (home / "settings.toml").write_text(f'chroma_host = "{server.address}"\n', "utf-8")
    assert main(["--home", str(home), "ask", BAKERY]) == 0
    server.stop()
    capsys.readouterr()
    assert main(["--home", str(home), "ask", BAKERY]) == 1
    told = f"Le serveur Chroma {server.address} ne répond pas"
    assert told in capsys.readouterr().err

    monkeypatch.setenv("ACQUIS_HOME", str(home))
    page = open_page("assistant/ui/chat.py")
    page.chat_input[0].set_value(BAKERY).run()
    assert [told in plain(error.value) for error in page.error] == [True]
    server.start()
    next(button for button in page.button if button.label == "Reposer la question").click().run()
    assert not page.error


def test_a_second_program_says_that_the_store_is_held_and_answers_all_the_same(stocked: Path) -> None:
    hold = f"from pathlib import Path; from assistant.library import Library; l = Library(Path({str(stocked)!r}), long_lived=True); print(l.index.dense.method, flush=True); input()"
    first = subprocess.Popen([sys.executable, "-c", hold], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert first.stdout is not None
        assert first.stdout.readline().strip() == "par la base Chroma intégrée"
        page = open_page("assistant/ui/preferences.py")
        assert any(HELD_ELSEWHERE in plain(markdown.value) for markdown in page.markdown)
        assert Assistant(Library(stocked, long_lived=True)).ask(BAKERY)[0].citations
    finally:
        first.communicate("\n", timeout=20)
    assert first.returncode == 0


def test_two_programs_that_ingest_at_once_leave_both_in_a_whole_index(home: Path) -> None:
    """Both have stored their referential before either may index: whoever indexes last must not leave the other's out."""
    documents = [INVENTED, sorted(SHELF.glob("*.md"))[0]]
    with WriteLock(home, wait=5):
        programs = [
            subprocess.Popen([sys.executable, "-m", "assistant", "--home", str(home), "ingest", str(document)], cwd=ROOT, stderr=subprocess.PIPE)
            for document in documents
        ]
        end = time.monotonic() + 60
        while len(Library(home).store.ids()) < 2 and time.monotonic() < end:
            time.sleep(0.1)
    for program in programs:
        _, said = program.communicate(timeout=60)
        assert program.returncode == 0, said.decode()
    library = Library(home)
    assert len(library.store.ids()) == 2
    assert read_manifest(home).counts.passages == len(library.passages())
    assert library.index.version == read_manifest(home).version  # nothing was left to repair
    assert Assistant(library).ask(BAKERY)[0].citations
