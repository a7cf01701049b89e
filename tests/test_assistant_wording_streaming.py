"""Reading a model under time limits, whatever its package does with its own; and that nothing else goes out."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_server import ChatServer, Reply
from langchain_core.runnables import RunnableGenerator

from assistant.library import Library
from assistant.wording.streaming import Failure, Limits, Stalled, TimedOut, read, without_thinking

ROOT = Path(__file__).resolve().parents[1]
Inputs = dict[str, str]


class Script:
    """Says its pieces; a number is a wait in seconds (ended early when the test is over), an exception is raised."""

    def __init__(self, *steps: str | float | Exception) -> None:
        self.steps = steps
        self.over = threading.Event()
        self.said: list[str] = []

    def speak(self, _: Iterator[Inputs]) -> Iterator[str]:
        for step in self.steps:
            if isinstance(step, Exception):
                raise step
            if isinstance(step, str):
                self.said.append(step)
                yield step
            else:
                self.over.wait(step)


def pieces(script: Script, limits: Limits | None = None, waited: list[float] | None = None) -> list[str]:
    def waiting() -> None:
        if waited is not None:
            waited.append(time.monotonic())

    try:
        return list(read(RunnableGenerator(script.speak), {}, limits or Limits(), waiting))
    finally:
        script.over.set()


def test_pieces_come_in_order() -> None:
    assert pieces(Script("un", "", " deux")) == ["un", " deux"]


def test_a_silence_after_a_beginning_is_a_stall() -> None:
    with pytest.raises(Stalled):
        pieces(Script("un", 20.0), Limits(total=20, silence=0.2))


def test_a_long_wait_for_the_first_word_is_none() -> None:
    assert pieces(Script(0.4, "un"), Limits(total=20, silence=0.1)) == ["un"]


def test_the_reader_is_asked_twice_a_second_whether_words_come_or_not() -> None:
    waited: list[float] = []
    pieces(Script(1.2, "un"), waited=waited)
    assert 1 <= len(waited) <= 3  # 1.2 s in steps of 0.5 s, less what a busy machine loses
    waited.clear()
    steps: list[str | float | Exception] = ["mot", 0.05]
    pieces(Script(*steps * 24), waited=waited)
    assert 1 <= len(waited) <= 4  # 24 times 0.05 s


def test_words_without_end_stop_at_the_total() -> None:
    steps: list[str | float | Exception] = ["mot", 0.05]
    with pytest.raises(TimedOut):
        pieces(Script(*steps * 1000), Limits(total=0.3, silence=5))


def test_what_a_package_raises_is_a_failure_that_keeps_its_cause() -> None:
    with pytest.raises(Failure) as raised:
        pieces(Script("un", OSError("cassé")))
    assert isinstance(raised.value.__cause__, OSError)


def test_leaving_early_ends_the_thread_at_its_next_piece() -> None:
    script = Script("un", "deux", 0.2, "trois", "quatre")
    reading = read(RunnableGenerator(script.speak), {}, Limits(), lambda: None)
    assert next(reading) == "un"
    reading.close()
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "chat-model"]
    thread.join(5)
    assert not thread.is_alive()
    assert "quatre" not in script.said


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["<th", "ink>a « b » [1]", "</thi", "nk>\n un", " deux"], "un deux"),
        (["un <think>", " deux"], "un <think> deux"),
        (["<", "b> un"], "<b> un"),
        (["<think> sans fin"], ""),
        (["  ", "un"], "un"),
        (["<thi"], "<thi"),
        ([], ""),
    ],
)
def test_what_a_model_thinks_first_is_left_out(given: list[str], expected: str) -> None:
    assert "".join(without_thinking(iter(given))) == expected


WATCH = """
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        print("RÉSEAU", event, arguments[1:] if event == "socket.connect" else arguments, file=sys.stderr)
sys.addaudithook(watch)
from assistant.cli import main
sys.exit(main(sys.argv[1:]))
"""


def watched(library: Library, server: ChatServer, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`acquis ask` in a process of its own that tells each connection; LangSmith's tracing is set, as for other work of its user."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ACQUIS_", "LANG"))}
    tracing = {"LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_ENDPOINT": server.url, "LANGSMITH_API_KEY": "essai"}
    arguments = ["--home", str(library.home), "ask", "Quels verres noirs pour cacher la couleur ?"]
    environment = kept | tracing | variables | {"PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", WATCH, *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=120)


def test_without_a_model_no_connection_is_made(shelf_library: Library) -> None:
    with ChatServer() as server:
        done = watched(shelf_library, server, {})
    assert (done.returncode, "RÉSEAU" in done.stderr) == (0, False), done.stderr
    assert "Des verres noirs" in done.stdout


def test_with_a_model_its_server_is_the_only_one(shelf_library: Library) -> None:
    variables = {"ACQUIS_CHAT_MODEL": "openai:essai", "OPENAI_API_KEY": "essai"}
    with ChatServer() as elsewhere, ChatServer(Reply("« Des verres noirs » [1]")) as server:
        done = watched(shelf_library, elsewhere, variables | {"ACQUIS_CHAT_BASE_URL": server.url})
    connections = [line for line in done.stderr.splitlines() if "RÉSEAU socket.connect" in line]
    port = server.url.rsplit(":", 1)[1].split("/")[0]
    assert connections
    assert all(port in line for line in connections)
    assert len(server.bodies) == 1
    assert "« Des verres noirs » [1]" in done.stdout.replace("\u00a0", " ")
