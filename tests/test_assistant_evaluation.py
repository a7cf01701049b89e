"""Evaluation sets read strictly, turns scored, runs compared; and what the assistant reaches on the official documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Citation, CompetenceRef, Status
from assistant.cli import main
from assistant.cli.evaluating import EVAL_SETS
from assistant.evaluation.cases import Case, Expectation, check_labels, has_key, read_cases
from assistant.evaluation.comparison import compare, compare_characters
from assistant.evaluation.runs import MEASURES, Run, TurnResult, load, parts, read_sets, run_sets, save, summary
from assistant.evaluation.scoring import TurnScores, score
from assistant.library import Library
from assistant.service import Assistant
from ingest.errors import AcquisError

CLOCK, NEW, OLD = "cqpm-horloger-de-clocher", "cqpm-animateur-gat-v2", "cqpm-animateur-gat-v1"
OIL = f"{CLOCK}/C1/means/1"
OIL_TEXT = "La burette contient l'huile prescrite par le fabricant."
RIGHT: dict[str, Any] = {"id": "q-1", "turns": [{"question": "Quelle huile ?", "expect": {"status": ["answered"], "needs": [[OIL]]}}]}


def written(path: Path, *lines: str) -> Path:
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return path


# cases


def test_a_case_is_read_with_its_fields(tmp_path: Path) -> None:
    line = json.dumps(RIGHT | {"certification": CLOCK, "topic": "oil", "register": "sms", "who": "candidate"})
    (case,) = read_cases(written(tmp_path / "set.jsonl", line))
    assert (case.id, case.certification, case.topic, case.register_, case.who) == ("q-1", CLOCK, "oil", "sms", "candidate")
    assert case.turns[0].expect.needs == ((OIL,),)


def wrong(**changes: Any) -> str:  # noqa: ANN401 - any JSON value
    return json.dumps(RIGHT | {"id": "q-2"} | changes)


def expecting(**expect: Any) -> str:  # noqa: ANN401
    return wrong(turns=[{"question": "Quelle huile ?", "expect": expect}])


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("{", "colonne 2"),
        ("", "colonne 1"),
        ("[]", "objet attendu"),
        ("{}", "id, turns"),
        (wrong(turns=[]), "turns"),
        (wrong(topik="oil"), "topik"),
        (wrong(turns=[{"question": "", "expect": {"status": ["answered"]}}]), "turns.0.question"),
        (wrong(turns=[{"question": "?", "expects": {"status": ["answered"]}}]), "turns.0.expect"),
        (expecting(), "turns.0.expect.status"),
        (expecting(status=[]), "turns.0.expect.status"),
        (expecting(status=["anwsered"]), "turns.0.expect.status.0"),
        (expecting(status=["answered"], need=[[OIL]]), "turns.0.expect.need"),
        (expecting(status=["answered"], needs=[OIL]), "turns.0.expect.needs.0"),
        (expecting(status=["answered"], needs=[[]]), "turns.0.expect.needs.0"),  # no passage would do: it could never be met
        (expecting(status=["answered"], competences=[[CLOCK]]), "turns.0.expect.competences.0"),
    ],
)
def test_a_line_that_is_not_of_the_schema_is_named(line: str, key: str, tmp_path: Path) -> None:
    path = written(tmp_path / "set.jsonl", json.dumps(RIGHT), line)
    with pytest.raises(AcquisError, match=r"set\.jsonl est mal écrit à la ligne 2 \(") as raised:
        read_cases(path)
    assert key in str(raised.value)


def test_a_missing_file_an_id_given_twice_and_another_encoding_are_errors(tmp_path: Path) -> None:
    with pytest.raises(AcquisError, match="n'existe pas"):
        read_cases(tmp_path / "absent.jsonl")
    with pytest.raises(AcquisError, match="deux fois le même identifiant : q-1"):
        read_cases(written(tmp_path / "twice.jsonl", json.dumps(RIGHT), json.dumps(RIGHT)))
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(json.dumps(RIGHT | {"topic": "été"}, ensure_ascii=False).encode("latin-1"))
    with pytest.raises(AcquisError, match=r"latin\.jsonl n'est pas en UTF-8"):
        read_cases(latin)


@pytest.mark.parametrize(
    ("expect", "label"),
    [
        ({"needs": [[OIL, f"{CLOCK}/C1/means/7"]]}, f"{CLOCK}/C1/means/7"),
        ({"certifications": ["cqpm-licorne"]}, "cqpm-licorne"),
        ({"competences": [[CLOCK, 9]]}, f"{CLOCK}/C9"),
        ({"competences": [["cqpm-licorne", 1]]}, "cqpm-licorne/C1"),
    ],
)
def test_a_label_that_names_nothing_in_store_is_refused(expect: dict[str, Any], label: str, shelf_library: Library) -> None:
    turns = [{"question": "?", "expect": {"status": ["answered"]} | expect}]
    with pytest.raises(AcquisError, match="Le cas q-1 nomme") as raised:
        check_labels([Case.model_validate({"id": "q-1", "turns": turns})], shelf_library.shelf)
    assert f"« {label} »" in str(raised.value)


_SETS = {side: {f"{name}-{side}" for name in ("dialogues", "questions", "refusals")} for side in ("dev", "train", "test")}


def test_the_sets_of_the_project_are_of_the_schema_and_share_no_case() -> None:
    paths = sorted(EVAL_SETS.glob("*.jsonl"))
    assert {path.stem for path in paths} >= {f"{name}-{side}" for name in ("dialogues", "questions", "refusals") for side in ("dev", "test")}
    cases = [case for path in paths if has_key(path, "turns") for case in read_cases(path)]
    assert len({case.id for case in cases}) == len(cases)
    questions = {
        side: {tuple(t.question for t in c.turns) for path in paths if path.stem in _SETS[side] for c in read_cases(path)} for side in _SETS
    }
    assert not (questions["dev"] | questions["train"]) & questions["test"]


# scores


def citation(passage: str, text: str) -> Citation:
    return Citation(passage=passage, certification=passage.split("/")[0], text=text, document="d.md")


def answer(*passages: str, library: Library, status: Status = Status.ANSWERED, said: str = "", competences: tuple[int, ...] = ()) -> Answer:
    found = [library.shelf.passage(passage) for passage in passages]
    citations = tuple(citation(passage.id, passage.text) for passage in found if passage)
    named = tuple(CompetenceRef(certification=CLOCK, number=number) for number in competences)
    return Answer(status=status, answer=said, citations=citations, competences=named)


def scored(reply: Answer, library: Library, **expect: Any) -> TurnScores:  # noqa: ANN401
    return score(reply, Expectation.model_validate({"status": ["answered"]} | expect), library.shelf)


def test_every_needed_passage_must_be_cited(shelf_library: Library) -> None:
    needs = [[OIL, f"{CLOCK}/C1/methods/1"], [f"{CLOCK}/C2/means/1"]]
    whole = scored(answer(f"{CLOCK}/C1/methods/1", f"{CLOCK}/C2/means/1", library=shelf_library), shelf_library, needs=needs)
    assert whole.evidence is not None
    assert whole.evidence.value  # one of the first two, and the third
    half = scored(answer(OIL, library=shelf_library), shelf_library, needs=needs)
    assert half.evidence is not None
    assert (half.evidence.value, half.evidence.reason) == (False, f"manque {CLOCK}/C2/means/1")
    assert half.characters == len(OIL_TEXT) == 55


def test_with_any_one_certification_is_enough_but_wholly(shelf_library: Library) -> None:
    needs = [[f"{NEW}/C1/means/1"], [f"{NEW}/C1/means/2"], [f"{OLD}/C1/means/1"]]
    new_only = answer(f"{NEW}/C1/means/1", f"{NEW}/C1/means/2", library=shelf_library)
    half_of_each = answer(f"{NEW}/C1/means/1", library=shelf_library)
    old_only = answer(f"{OLD}/C1/means/1", library=shelf_library)
    results = [scored(reply, shelf_library, needs=needs, any=True).evidence for reply in (new_only, half_of_each, old_only)]
    assert [result is not None and result.value for result in results] == [True, False, True]
    together = scored(new_only, shelf_library, needs=needs).evidence
    assert together is not None
    assert not together.value  # without ``any`` all three are needed


def test_a_title_may_stand_in_the_prose(shelf_library: Library) -> None:
    said = scored(answer(library=shelf_library, said="**Compétence 3 : Dorer les aiguilles**"), shelf_library, needs=[[f"{CLOCK}/C3"]])
    quoted = scored(answer(library=shelf_library, said=OIL_TEXT), shelf_library, needs=[[OIL]])
    assert said.evidence is not None
    assert quoted.evidence is not None
    assert (said.evidence.value, quoted.evidence.value) == (True, False)  # a criterion must be cited


@pytest.mark.parametrize(("said", "right"), [("compte 3 blocs", True), ("compte 13 blocs", False), ("BLOCS : 3.", True), ("trois blocs", False)])
def test_values_are_whole_words_of_the_answer(said: str, right: bool, shelf_library: Library) -> None:
    evidence = scored(answer(library=shelf_library, said=said), shelf_library, values=["3"]).evidence
    assert evidence is not None
    assert (evidence.value, evidence.reason) == (right, "" if right else "manque 3")


@pytest.mark.parametrize(
    ("named", "any_is_enough", "right"), [((1, 2), False, True), ((1, 2, 3), False, True), ((1,), False, False), ((1,), True, True), ((3,), True, False)]
)
def test_the_right_competences_are_named(named: tuple[int, ...], any_is_enough: bool, right: bool, shelf_library: Library) -> None:
    reply = answer(library=shelf_library, competences=named)
    competence = scored(reply, shelf_library, competences=[[CLOCK, 1], [CLOCK, 2]], any=any_is_enough).competence
    assert competence is not None
    assert competence.value == right


def test_a_refusal_may_end_in_two_ways_and_only_refusals_are_counted(shelf_library: Library) -> None:
    refused = {"status": ["not_found", "out_of_scope"]}
    for status, right in ((Status.NOT_FOUND, True), (Status.OUT_OF_SCOPE, True), (Status.ANSWERED, False), (Status.AMBIGUOUS, False)):
        result = scored(answer(library=shelf_library, status=status), shelf_library, **refused)
        assert result.refusal is not None
        assert (result.refusal.value, result.status.value, result.evidence) == (right, right, None)
    assert scored(answer(library=shelf_library), shelf_library).refusal is None


def test_a_question_wrongly_refused_counts_against_evidence(shelf_library: Library) -> None:
    result = scored(answer(library=shelf_library, status=Status.NOT_FOUND), shelf_library, needs=[[OIL]])
    assert result.evidence is not None
    assert (result.evidence.value, result.status.value, result.status.reason) == (False, False, "attendu answered, obtenu not_found")
    assert result.answering is not None
    assert (result.answering.value, result.answering.reason) == (False, "refusé à tort (not_found)")


@pytest.mark.parametrize(
    ("expected", "status", "right"),
    [
        (["answered"], Status.ANSWERED, True),
        (["answered"], Status.OUT_OF_SCOPE, False),
        (["answered"], Status.AMBIGUOUS, True),  # to ask back is another mistake, told by the status
        (["answered", "not_found"], Status.NOT_FOUND, None),
        (["not_found"], Status.NOT_FOUND, None),
    ],
)
def test_a_wrong_refusal_is_counted_among_what_must_be_answered(
    expected: list[str], status: Status, right: bool | None, shelf_library: Library
) -> None:
    answering = scored(answer(library=shelf_library, status=status), shelf_library, status=expected).answering
    assert (answering and answering.value) == right


def test_where_answering_is_optional_a_refusal_is_not_counted(shelf_library: Library) -> None:
    either = {"status": ["answered", "not_found"], "needs": [[OIL]]}
    assert scored(answer(library=shelf_library, status=Status.NOT_FOUND), shelf_library, **either).evidence is None
    wrong_answer = scored(answer(f"{CLOCK}/C2/means/1", library=shelf_library), shelf_library, **either).evidence
    assert wrong_answer is not None
    assert not wrong_answer.value


def test_a_citation_altered_by_one_letter_is_not_verbatim(shelf_library: Library) -> None:
    for text, right in ((OIL_TEXT, True), (OIL_TEXT.replace("huile", "huilé"), False)):
        reply = Answer(status=Status.ANSWERED, answer="", citations=(citation(OIL, text),))
        assert scored(reply, shelf_library).verbatim.value == right
    unknown = Answer(status=Status.ANSWERED, answer="", citations=(citation(f"{CLOCK}/C1/means/7", OIL_TEXT),))
    assert scored(unknown, shelf_library).verbatim.reason == f"{CLOCK}/C1/means/7 n'est pas mot pour mot"


# runs


def turn(key: str, right: bool, milliseconds: float = 1.0, characters: int = 0, measure: str = "evidence") -> TurnResult:
    return TurnResult(key, "?", {measure: (right, "" if right else "manque x")}, characters, milliseconds)


def run_of(rights: str, name: str = "set") -> Run:
    """``"ynn"``: three one-turn cases, the first right."""
    return Run(tuple(turn(f"{name}/{rank}/1", mark == "y") for rank, mark in enumerate(rights)))


def test_two_runs_are_compared_case_by_case() -> None:
    found = compare(run_of("yyyn"), run_of("ynny"), "evidence")
    assert (found["wins"], found["ties"], found["losses"]) == (2, 1, 1)
    assert found["difference"] == 0.25  # (2 - 1) / 4
    low, high = found["interval"]
    assert -1.0 <= low < 0.25 < high <= 1.0


def test_the_interval_of_equal_differences_is_a_point() -> None:
    assert compare(run_of("yy"), run_of("nn"), "evidence") == {"wins": 2, "ties": 0, "losses": 0, "difference": 1.0, "interval": [1.0, 1.0]}
    assert compare(run_of("yn"), run_of("yn"), "evidence")["interval"] == [0.0, 0.0]


def test_the_interval_is_that_of_a_proportion() -> None:
    """100 cases, 20 won, none lost: the mean is 0.2, its standard error √(0.2 × 0.8 / 100) = 0.04, hence about 0.2 ± 1.96 × 0.04."""
    found = compare(run_of("y" * 20 + "n" * 80), run_of("n" * 100), "evidence")
    assert found["difference"] == 0.2
    assert found["interval"] == pytest.approx([0.2 - 0.0784, 0.2 + 0.0784], abs=0.015)
    assert compare(run_of("y" * 20 + "n" * 80), run_of("n" * 100), "evidence") == found  # the seed is fixed


def test_only_turns_of_both_runs_and_of_the_measure_are_compared() -> None:
    now = Run((turn("set/1/1", True), turn("set/2/1", True), turn("set/3/1", True, measure="status")))
    before = Run((turn("set/1/1", False), turn("set/3/1", False), turn("set/4/1", False)))
    found = compare(now, before, "evidence")
    assert (found["wins"], found["ties"], found["losses"]) == (1, 0, 0)
    assert compare(now, before, "refusal") == {"wins": 0, "ties": 0, "losses": 0, "difference": 0.0, "interval": [0.0, 0.0]}


def test_rates_are_told_apart_by_set_and_turn() -> None:
    run = Run((turn("a/1/1", True), turn("a/1/2", False), turn("a/2/1", False), turn("b/1/1", True)))
    assert run.rate("evidence") == (2, 4)
    assert {name: part.rate("evidence") for name, part in parts(run).items()} == {
        "first_turns": (2, 3),
        "later_turns": (0, 1),
        "a": (1, 3),
        "b": (1, 1),
    }
    assert run.rate("refusal") == (0, 0)
    assert [(result.key, measure, reason) for result, measure, reason in run.failures()] == [
        ("a/1/2", "evidence", "manque x"),
        ("a/2/1", "evidence", "manque x"),
    ]


def test_a_summary_gives_means_and_percentiles() -> None:
    run = Run(tuple(turn(f"a/{n}/1", True, milliseconds=float(n), characters=10 * (n % 2)) for n in range(1, 22)))
    figures = summary(run)
    assert (figures["turns"], figures["evidence"], figures["refusal"]) == (21, [21, 21], [0, 0])
    assert figures["characters"] == 10  # 11 turns quote 10 characters, the others nothing and do not count
    assert (figures["p50_ms"], figures["p95_ms"]) == (11.0, 20.0)  # of 1…21: the 11th, and the one at 0.95 × 20 = 19, from 0


def test_characters_are_compared_where_either_run_quotes() -> None:
    def quoting(*characters: int) -> Run:
        return Run(tuple(turn(f"set/{rank}/1", True, characters=count) for rank, count in enumerate(characters)))

    assert compare_characters(quoting(300, 100, 0), quoting(100, 200, 0))["difference"] == 50.0  # (200 - 100) / 2
    assert compare_characters(quoting(0), quoting(0)) == {"difference": 0.0, "interval": [0.0, 0.0]}


def test_a_run_is_saved_and_read_back_with_what_it_was_made_from(tmp_path: Path) -> None:
    run = Run((*run_of("yn").results, TurnResult("set/c/1", "?", {}, 55, 1.0, (OIL,))), {"date": "2026-01-01"})
    save(run, tmp_path / "run.json", {"bm25@4": run_of("nn")})
    assert load(tmp_path / "run.json") == run
    kept = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert (kept["summary"]["evidence"], kept["parts"]["set"]["turns"]) == ([1, 2], 3)
    assert kept["baselines"]["bm25@4"]["summary"]["evidence"] == [0, 2]


def test_a_run_kept_before_citations_were_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    row = {"key": "a/1/1", "question": "?", "scores": {}, "characters": 0, "milliseconds": 1.0}
    path.write_text(json.dumps({"results": [row]}), "utf-8")
    assert load(path).results[0].cited == ()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"results": [1]}', '{"results": [{"key": "a"}]}', '{"results": [{"scores": []}]}', "\ufeffx"])
def test_what_is_no_run_is_an_error(content: str, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(content, "utf-8")
    with pytest.raises(AcquisError, match="n'est pas un résultat d'évaluation lisible"):
        load(path)


# the command


@pytest.fixture
def small_set(tmp_path: Path) -> Path:
    dialogue = [
        {"question": "moyens de la compétence 1 de l'horloger", "expect": {"status": ["answered"], "competences": [[CLOCK, 1]], "needs": [[OIL]]}},
        {"question": "et la suivante ?", "expect": {"status": ["answered"], "needs": [[f"{CLOCK}/C1/means/1"]]}},  # wrong on purpose
    ]
    refusal = [{"question": "Combien coûte le CQPM horloger ?", "expect": {"status": ["out_of_scope"]}}]
    lines = [json.dumps({"id": "d-1", "turns": dialogue}), json.dumps({"id": "r-1", "turns": refusal})]
    return written(tmp_path / "small.jsonl", *lines)


def test_a_set_is_run_turn_by_turn_with_memory(small_set: Path, assistant: Assistant) -> None:
    run = run_sets(read_sets([small_set], assistant.library), assistant)
    assert [result.key for result in run.results] == ["small/d-1/1", "small/d-1/2", "small/r-1/1"]
    rates = {"evidence": (1, 2), "competence": (1, 1), "status": (3, 3), "refusal": (1, 1), "answering": (2, 2), "verbatim": (3, 3)}
    assert {measure: run.rate(measure) for measure in MEASURES} == rates
    assert [reason for _, _, reason in run.failures()] == [f"manque {OIL}"]
    assert run.results[0].cited == (OIL,)
    assert run.about["sets"]["small"]["cases"] == 2
    assert set(run.about) == {"date", "versions", "settings", "index", "referentials", "sets"}


def test_two_sets_of_one_name_are_refused(small_set: Path, tmp_path: Path, shelf_library: Library) -> None:
    (tmp_path / "other").mkdir()
    other = written(tmp_path / "other" / small_set.name, json.dumps(RIGHT))
    with pytest.raises(AcquisError, match="s'appellent small"):
        read_sets([small_set, other], shelf_library)


def test_the_command_reports_keeps_and_compares(
    small_set: Path, shelf_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, kept = str(shelf_library.home), str(tmp_path / "run.json")
    assert main(["--home", home, "--json", "eval", str(small_set), "-o", kept]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["summary"]["evidence"] == [1, 2]
    assert document["failures"] == [["small/d-1/2", "evidence", f"manque {OIL}"]]
    assert main(["--home", home, "eval", str(small_set), "--against", kept, "--failures"]) == 0
    text = capsys.readouterr().out.replace("\u00a0", " ")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")]
    assert rows[0] == ["mesure", "ensemble", "premiers tours", "tours suivants", "small"]
    assert rows[2] == ["tous les passages nécessaires cités", "0,500 (1/2)", "1,000 (1/1)", "0,000 (0/1)", "0,500 (1/2)"]
    assert rows[5] == ["refusé quand il le faut", "1,000 (1/1)", "1,000 (1/1)", "—", "1,000 (1/1)"]
    assert rows[6] == ["refusé à tort", "0,000 (0/2)", "0,000 (0/1)", "0,000 (0/1)", "0,000 (0/2)"]
    assert "tous les passages nécessaires cités : 0 gagnés, 2 égaux, 0 perdus" in text
    assert f"small/d-1/2 evidence : manque {OIL} — et la suivante ?" in text


@pytest.mark.parametrize("content", ["{", json.dumps(RIGHT).replace("means/1", "means/7")])
def test_the_command_fails_on_a_wrong_set_without_a_score(
    content: str, shelf_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "wrong.jsonl", content)
    assert main(["--home", str(shelf_library.home), "--json", "eval", str(path)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
