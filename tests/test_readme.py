"""The README tells the truth: its transcript is what the command prints, its examples parse, the files that it names exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from assistant.cli import HANDLERS, main
from assistant.cli.parser import build_parser
from ingest.settings import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [README, (ROOT / "CONTRIBUTING.md").read_text("utf-8")]


def examples() -> list[list[str]]:
    """The arguments of every `acquis …` in code blocks and in the table of commands."""
    lines = [line for block in re.findall(r"```(?:sh|console|bat)\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
    lines += re.findall(r"\| `(acquis [^`]*)` \|$", README, re.MULTILINE)
    commands = (re.search(r"(?:^|\$ |\| |\\)acquis (.*)", line) for line in lines)
    return [shlex.split(match.group(1), comments=True) for match in commands if match]


def test_the_transcript_is_what_the_command_prints(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    transcript = re.search(r"```console\n\$ acquis (?P<arguments>[^\n]*)\n(?P<output>.*?)```", README, re.DOTALL)
    assert transcript is not None
    assert main(["--home", str(home), *shlex.split(transcript["arguments"])]) == 0
    assert transcript["output"] == capsys.readouterr().out


@pytest.mark.parametrize("command", HANDLERS)
def test_every_command_is_described_with_an_example(command: str) -> None:
    assert re.search(rf"^\| `acquis {command}` \|[^|]+\| `acquis {command}\b[^|]*` \|$", README, re.MULTILINE)


def test_every_example_is_understood() -> None:
    found = examples()
    assert len(found) > len(HANDLERS)
    for arguments in found:
        assert build_parser().parse_args(arguments).command in HANDLERS


@pytest.mark.parametrize("name", [*ENVIRONMENT, *ENVIRONMENT.values(), "ACQUIS_HOME"])
def test_every_setting_is_described(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("path", sorted({path for page in PAGES for path in re.findall(r"`((?:ingest|vectorstore|assistant|tests|eval_sets)/[\w./-]*)`", page)}))
def test_every_file_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_links_lead_somewhere() -> None:
    targets = [target for page in PAGES for target in re.findall(r"\]\(([^)]+)\)", page)]
    assert targets
    assert all((ROOT / target).is_file() for target in targets)
