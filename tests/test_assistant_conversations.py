"""The file of conversations: kept whole, shared by programs, searched, erased without a trace."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import INVENTED

from assistant import conversation_file
from assistant.answer import Answer, Citation, CompetenceRef, Status
from assistant.cli import main
from assistant.conversations import MAX_TITLE, Conversations, new_id, short_title
from assistant.dialogue import Memory
from assistant.exchange import UNREADABLE, Exchange, from_json, to_json
from assistant.feedback import MAX_COMMENT, Feedback, Reason
from assistant.library import Library
from assistant.reading import BlockRef, Forced, Intent, Reading
from assistant.service import Assistant
from ingest.errors import AcquisError, StoreError, UnknownConversation

ROOT = Path(__file__).parents[1]
ANSWER = Answer(
    status=Status.ANSWERED,
    answer="- « Le pétrin est propre. » [1]",
    certifications=("boulanger",),
    citations=(Citation(passage="boulanger/C1/means/1", certification="boulanger", text="Le pétrin est propre.", document="b.md"),),
)
MEMORY = Memory(
    Reading(
        "Quels moyens ?",
        Intent.PARTS,
        ("boulanger",),
        competences=(CompetenceRef(certification="boulanger", number=1),),
        blocks=(BlockRef("boulanger", 1),),
        parts=("means",),
    ),
    ("Et la suivante ?",),
)
FULL = Exchange("Quels moyens ?", ANSWER, memory=MEMORY, chosen="boulanger", forced=Forced("boulanger", parts=("means",)))

DOWN = Feedback(useful=False, reason=Reason.MISSING_PASSAGE, comment="Il manque la balance.")


@pytest.fixture
def store(home: Path) -> Conversations:
    return Conversations(home)


def file_of(home: Path) -> Path:
    return home / "conversations" / "conversations.sqlite3"


def holding(home: Path, words: str) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_a_conversation_is_read_back_as_it_was_kept(store: Conversations) -> None:
    kept = store.start(FULL)
    assert store.append(kept, Exchange("Et puis ?", error="Le serveur est arrêté.")) == 1
    conversation = store.load(kept)
    assert conversation.exchanges[0] == FULL
    assert conversation.exchanges[1].error == "Le serveur est arrêté."
    assert conversation.summary.exchanges == 2
    assert conversation.summary.certification == "boulanger"


def test_the_file_is_its_owner_s_only_and_nothing_lies_beside_it(store: Conversations, home: Path) -> None:
    store.start(FULL)
    assert stat.S_IMODE(file_of(home).stat().st_mode) == 0o600
    assert stat.S_IMODE(file_of(home).parent.stat().st_mode) == 0o700
    assert not [path for path in file_of(home).parent.iterdir() if path.name.endswith(("-wal", "-shm"))]


def test_an_opinion_is_kept_changed_and_taken_back(store: Conversations) -> None:
    kept = store.start(FULL)
    assert store.rated() == []
    store.rate(kept, 0, 0, DOWN)
    assert store.load(kept).exchanges == (replace(FULL, feedback=DOWN),)
    assert [conversation.summary.id for conversation in store.rated()] == [kept]
    up = Feedback(useful=True)
    store.rate(kept, 0, 0, up)
    assert store.load(kept).exchanges[0].feedback == up
    store.rate(kept, 0, 0, None)
    assert store.load(kept).exchanges == (FULL,)
    assert store.rated() == []


def test_an_opinion_does_not_move_its_conversation_nor_show_in_a_search(store: Conversations) -> None:
    first = store.start(FULL)
    before = store.load(first).summary
    store.rate(first, 0, 0, DOWN)
    assert store.load(first).summary == before
    assert store.summaries("manque") == []


def test_an_opinion_goes_with_the_answer_that_it_is_about(store: Conversations) -> None:
    kept = store.start(FULL)
    store.rate(kept, 0, 0, DOWN)
    store.append(kept, Exchange("Et puis ?", ANSWER))
    assert store.load(kept).exchanges[0].feedback == DOWN
    store.replace(kept, 0, FULL)
    assert store.load(kept).exchanges[0].feedback is None
    with pytest.raises(UnknownConversation, match="remplacée ou effacée"):
        store.rate(kept, 0, 0, DOWN)  # given while the answer was being replaced
    store.rate(kept, 0, 1, DOWN)


def test_there_is_no_opinion_without_an_answer(store: Conversations) -> None:
    kept = store.start(Exchange("Et puis ?", error="Le serveur est arrêté."))
    with pytest.raises(UnknownConversation):
        store.rate(kept, 0, 0, DOWN)
    with pytest.raises(UnknownConversation):
        store.rate("inconnue", 0, 0, DOWN)


def test_a_long_comment_is_cut_and_half_an_emoji_is_written(store: Conversations) -> None:
    kept = store.start(FULL)
    store.rate(kept, 0, 0, replace(DOWN, comment=f" \ud83d{'a' * MAX_COMMENT} "))
    feedback = store.load(kept).exchanges[0].feedback
    assert feedback is not None
    assert feedback.comment == f"?{'a' * (MAX_COMMENT - 1)}"


def test_an_opinion_erased_leaves_no_trace(store: Conversations, home: Path) -> None:
    words = "Un commentaire très reconnaissable"
    kept = store.start(FULL)
    store.rate(kept, 0, 0, replace(DOWN, comment=words))
    assert holding(home, words)
    store.rate(kept, 0, 0, None)
    assert not holding(home, words)
    store.rate(kept, 0, 0, replace(DOWN, comment=words))
    store.delete(kept)
    assert not holding(home, words)


def test_reading_makes_no_file(store: Conversations, home: Path) -> None:
    assert store.summaries() == []
    assert store.delete_all() == 0
    with pytest.raises(UnknownConversation):
        store.load("0123456789")
    assert not home.exists()


def test_the_last_conversation_comes_first(store: Conversations) -> None:
    now = datetime.now(UTC)
    first = store.start(Exchange("Un", asked=now - timedelta(hours=2)))
    second = store.start(Exchange("Deux", asked=now - timedelta(hours=1)))
    assert [summary.id for summary in store.summaries()] == [second, first]
    store.append(first, Exchange("Trois", asked=now))
    assert [summary.id for summary in store.summaries()] == [first, second]


@pytest.mark.parametrize(
    ("words", "found"),
    [("petrin", True), ("PÉTRIN moyens", True), ("pétrin four", False), ("100%", False), ("_", False), ("", True), ("'; --", False)],
)
def test_search_wants_all_words_whatever_their_accents(store: Conversations, words: str, found: bool) -> None:
    store.start(FULL)
    assert bool(store.summaries(words)) is found


def test_search_reads_titles_too(store: Conversations) -> None:
    kept = store.start(FULL)
    store.rename(kept, "Entretien du 12 mars")
    assert [summary.title for summary in store.summaries("ENTRETIEN")] == ["Entretien du 12 mars"]


def test_titles_are_one_short_line() -> None:
    assert short_title("  Quels\nmoyens ? ") == "Quels moyens ?"
    cut = short_title("mot " * 40)
    assert len(cut) <= MAX_TITLE
    assert cut.endswith("mot…")


def test_an_empty_title_is_refused(store: Conversations) -> None:
    kept = store.start(FULL)
    with pytest.raises(AcquisError, match="titre est vide"):
        store.rename(kept, " \n")
    assert store.load(kept).summary.title == "Quels moyens ?"


def test_replacing_keeps_the_place_and_one_answer(store: Conversations, home: Path) -> None:
    kept = store.start(replace(FULL, answer=ANSWER.model_copy(update={"answer": "La réponse d'avant"})))
    store.append(kept, Exchange("Et puis ?"))
    store.replace(kept, 0, FULL)
    found = store.load(kept).exchanges
    assert [exchange.question for exchange in found] == ["Quels moyens ?", "Et puis ?"]
    assert found[0] == replace(FULL, revision=1)
    assert holding(home, "La réponse d'avant") == []
    with pytest.raises(UnknownConversation, match="question 3"):
        store.replace(kept, 2, FULL)


def test_what_is_deleted_leaves_no_trace_and_does_not_come_back(store: Conversations, home: Path) -> None:
    kept = store.start(FULL)
    other = store.start(Exchange("Une autre"))
    assert holding(home, "pétrin")
    store.delete(kept)
    assert holding(home, "pétrin") == []
    for late in (lambda: store.append(kept, FULL), lambda: store.replace(kept, 0, FULL), lambda: store.delete(kept), lambda: store.rename(kept, "x")):
        with pytest.raises(UnknownConversation, match=kept):
            late()
    assert [summary.id for summary in store.summaries()] == [other]
    assert store.delete_all() == 1
    assert holding(home, "autre") == []


def test_purge_erases_the_conversations(store: Conversations, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Library(home).ingest([INVENTED])
    kept = store.start(Exchange("Et chez tante Ursule ?"))
    reader = sqlite3.connect(file_of(home))  # another program that still has the file open, with its -wal and -shm
    reader.execute("SELECT count(*) FROM exchanges").fetchone()
    store.append(kept, FULL)
    assert holding(home, "Ursule")
    assert main(["--home", str(home), "purge", "--yes", "--json"]) == 0
    assert '"conversations"' in capsys.readouterr().out
    assert not (home / "conversations").exists()
    assert holding(home, "Ursule") == []
    reader.close()
    assert not (home / "conversations").exists()
    assert store.summaries() == []


@pytest.mark.parametrize("value", [ANSWER, MEMORY, FULL.forced])
def test_json_round_trip_is_strict(value: Answer | Memory | Forced) -> None:
    text = to_json(value)
    assert text is not None
    assert from_json(type(value), text) == value
    for spoilt in (text.replace("boulanger", "boulanger\", \"x\": \"y", 1), text[:-3], text.replace('"kept"', '"other"'), text.replace('["boulanger"]', '"boulanger"').replace('["means"]', '"means"')):
        assert from_json(type(value), spoilt) is None


def test_a_memory_that_no_longer_parses_leaves_the_words(store: Conversations, home: Path) -> None:
    kept = store.start(FULL)
    with sqlite3.connect(file_of(home)) as connection:
        connection.execute("UPDATE exchanges SET memory = replace(memory, 'parts', 'morceaux')")
    connection.close()
    assert store.load(kept).exchanges == (replace(FULL, memory=None),)


def test_an_answer_that_no_longer_parses_says_so(store: Conversations, home: Path) -> None:
    kept = store.start(FULL)
    with sqlite3.connect(file_of(home)) as connection:
        connection.execute("UPDATE exchanges SET answer = '{}'")
    connection.close()
    assert store.load(kept).exchanges == (replace(FULL, answer=None, error=UNREADABLE),)


def test_a_dialogue_goes_on_after_a_restart(home: Path) -> None:
    Library(home).ingest([INVENTED])
    answer, memory = Assistant(Library(home)).ask("Quels sont les moyens de la compétence 3 du boulanger de nuit ?")
    kept = Conversations(home).start(Exchange("Quels moyens ?", answer, memory=memory))
    read = Conversations(home).load(kept).exchanges[0].memory
    assert read == memory
    follow_up, _ = Assistant(Library(home)).ask("et les résultats ?", memory=read)
    assert follow_up.competences == (CompetenceRef(certification=INVENTED.stem, number=3),)


def test_half_an_emoji_is_kept_as_a_question_mark(store: Conversations) -> None:
    kept = store.start(Exchange("Quoi \ud83d ?"))
    assert store.load(kept).exchanges[0].question == "Quoi ? ?"
    assert store.rename(kept, "\udc80 titre") == "? titre"


_WRITER = """
import sys
from pathlib import Path
from assistant.conversations import Conversations
from assistant.exchange import Exchange
store, shared, name = Conversations(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
own = store.start(Exchange(f"de {name}"))
for rank in range(25):
    assert store.append(own, Exchange(f"{name} {rank}")) == rank + 1
    store.append(shared, Exchange(f"{name} {rank}"))
"""


def test_two_programs_write_at_once(store: Conversations, home: Path) -> None:
    shared = store.start(Exchange("à deux"))
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, str(home), shared, name], cwd=ROOT) for name in ("a", "b")]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    asked = [exchange.question for exchange in store.load(shared).exchanges]
    assert len(asked) == 51  # the first one, and 25 of each
    assert [question for question in asked if question.startswith("a ")] == [f"a {rank}" for rank in range(25)]
    assert sorted(summary.exchanges for summary in store.summaries()) == [26, 26, 51]


def test_threads_begin_a_file_together(store: Conversations) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda n: store.start(Exchange(f"question {n}")), range(24)))
    assert len({*kept}) == 24
    assert len(store.summaries("question")) == 24


def test_an_older_file_is_brought_to_the_present_schema(store: Conversations, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = store.start(FULL)
    step = ("ALTER TABLE conversations ADD COLUMN colour TEXT",)
    monkeypatch.setattr(conversation_file, "MIGRATIONS", (*conversation_file.MIGRATIONS, step))
    assert store.load(kept).exchanges == (FULL,)
    with sqlite3.connect(file_of(home)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(conversation_file.MIGRATIONS),)
        assert connection.execute("SELECT colour FROM conversations").fetchall() == [(None,)]
    connection.close()
    monkeypatch.undo()
    with pytest.raises(StoreError, match="version plus récente"):
        store.load(kept)


def test_a_file_from_before_there_were_opinions_takes_them(store: Conversations, home: Path) -> None:
    file_of(home).parent.mkdir(parents=True)
    with sqlite3.connect(file_of(home)) as connection:
        for statement in conversation_file.MIGRATIONS[0]:
            connection.execute(statement)
        asked = FULL.asked.isoformat()
        connection.execute("INSERT INTO conversations VALUES ('ancienne', 'Titre', ?, ?, NULL)", (asked, asked))
        values = ("ancienne", 0, "Quels moyens ?", to_json(ANSWER), "", None, None, None, asked, 0, "")
        connection.execute(f"INSERT INTO exchanges VALUES ({', '.join('?' * len(values))})", values)
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    assert store.load("ancienne").exchanges[0].answer == ANSWER
    store.rate("ancienne", 0, 0, DOWN)
    assert store.load("ancienne").exchanges[0].feedback == DOWN


def test_a_migration_that_fails_changes_nothing(store: Conversations, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = store.start(FULL)
    step = ("ALTER TABLE conversations ADD COLUMN colour TEXT", "ALTER TABLE nothing ADD COLUMN colour TEXT")
    with monkeypatch.context() as patch:
        patch.setattr(conversation_file, "MIGRATIONS", (*conversation_file.MIGRATIONS, step))
        with pytest.raises(StoreError, match="n'est pas utilisable"):
            store.load(kept)
    assert store.load(kept).exchanges == (FULL,)


def test_a_damaged_file_says_what_to_do(store: Conversations, home: Path) -> None:
    file_of(home).parent.mkdir(parents=True)
    file_of(home).write_bytes(b"ceci n'est pas une base" * 100)
    with pytest.raises(StoreError, match="acquis purge"):
        store.summaries()


def test_a_file_held_by_another_program_says_to_try_again(store: Conversations, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.start(FULL)
    monkeypatch.setattr(conversation_file, "PATIENCE_SECONDS", 0.1)
    other = sqlite3.connect(file_of(home), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="occupées"):
        store.start(FULL)
    other.execute("ROLLBACK")
    other.close()
    store.start(FULL)


def test_ids_are_short_and_different() -> None:
    made = {new_id() for _ in range(200)}
    assert len(made) == 200
    assert {len(i) for i in made} == {10}
