"""Accounts of a shared server: who somebody is, what they may do, and what is theirs alone."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from conftest import INVENTED
from streamlit import config
from telling import BAKER

from assistant.accounts import Account, may_manage
from assistant.library import Library
from assistant.paroles.adding import confirm
from assistant.paroles.book import open_book
from assistant.privacy import purge
from assistant.ui import signing
from assistant.ui.state import Desk, House
from ingest.errors import AcquisError, SettingsError

ADA = Account.of({"iss": "https://id.exemple.fr", "sub": "1", "name": "Ada", "email": "Ada@exemple.fr"})
BOB = Account.of({"iss": "https://id.exemple.fr", "sub": "2", "email": "bob@exemple.fr"})
WORDS = "Le fournil n'avait plus de secret pour la vieille balance zoroastre, que je remettais à zéro."


def test_a_folder_is_named_after_issuer_and_subject_alone(home: Path) -> None:
    renamed = Account.of({"iss": "https://id.exemple.fr", "sub": "1", "name": "Ada Martin", "email": "martin@exemple.fr"})
    elsewhere = Account.of({"iss": "https://autre.exemple.fr", "sub": "1"})
    assert renamed.folder(home) == ADA.folder(home)
    assert len({ADA.key, BOB.key, elsewhere.key}) == 3
    assert ADA.key.isalnum()
    ADA.make_folder(home)
    assert stat.S_IMODE(ADA.folder(home).stat().st_mode) == stat.S_IMODE(ADA.folder(home).parent.stat().st_mode) == 0o700


def test_who_signs_in_has_a_name_whatever_the_provider_tells() -> None:
    assert (ADA.name, BOB.name, Account.of({"iss": "i", "sub": "3"}).name) == ("Ada", "bob@exemple.fr", "Personne sans nom")
    with pytest.raises(SettingsError, match="ne dit pas qui se connecte"):
        Account.of({"iss": "i", "name": "Ada"})


def test_managers_are_those_whose_address_is_named_and_not_in_doubt() -> None:
    doubted = Account.of({"iss": "i", "sub": "4", "email": "ada@exemple.fr", "email_verified": False})
    managers = ["ada@exemple.fr"]
    assert [may_manage(account, managers) for account in (None, ADA, BOB, doubted)] == [True, True, False, False]
    assert may_manage(BOB, [])


def test_only_a_manager_changes_what_is_shared(home: Path) -> None:
    Library(home).ingest([INVENTED])
    (home / "settings.toml").write_text('managers = ["ada@exemple.fr"]', "utf-8")
    house = House(home)
    with pytest.raises(AcquisError, match=r"adressez-vous à ada@exemple\.fr"), Desk(house, BOB).open_for_writing() as library:
        library.remove(BAKER)
    assert Library(home).store.ids() == [BAKER]
    with Desk(house, ADA).open_for_writing() as library:
        library.remove(BAKER)
    assert Library(home).store.ids() == []


def test_the_words_that_one_confirms_help_everybody_and_go_with_one_s_own_purge(home: Path) -> None:
    Library(home).ingest([INVENTED])
    house, days = House(home), {ADA: "Chaque mardi.", BOB: "Chaque jeudi."}
    for account in days:
        account.make_folder(home)
        with Desk(house, account).open_for_writing(own_words=True) as library:
            place = open_book(library, BAKER).places[0]
            confirm(library, BAKER, place.passage.id, f"{WORDS} {days[account]}", consent=True)
            assert len(open_book(library, BAKER).added) == 1  # the other's are not shown
    assert Library(home).index.manifest.counts.utterances == 2
    with Desk(house, ADA).open_for_writing(own_words=True) as library:
        assert purge(library) == ["paroles"]
    assert Library(home).index.manifest.counts.utterances == 1
    assert not any(b"Chaque mardi." in path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert purge(Library(home)) == ["accounts"]
    assert Library(home).index.manifest.counts.utterances == 0
    assert not any(b"zoroastre" in path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.fixture
def secrets(tmp_path: Path) -> Iterator[Path]:
    """The file that Streamlit takes its secrets from."""
    path, before = tmp_path / "secrets.toml", config.get_option("secrets.files")
    config.set_option("secrets.files", [str(path)])
    st.secrets._reset()
    yield path
    config.set_option("secrets.files", before)
    st.secrets._reset()


def test_nobody_signs_in_unless_the_secrets_say_so(secrets: Path) -> None:
    assert signing.is_open()
    assert signing.signed_in() is None
    secrets.write_text('[other]\nkey = "value"\n', "utf-8")
    assert signing.is_open()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[auth\n", "n'est pas lisible"),
        ("auth = 3\n", "n'en est pas une"),
        ('[auth]\ncookie_secret = "x"\nclient_id = "y"\n', "redirect_uri, client_secret et server_metadata_url"),
    ],
)
def test_a_login_that_cannot_work_lets_nobody_in_and_says_why(content: str, says: str, secrets: Path) -> None:
    secrets.write_text(content, "utf-8")
    assert not signing.is_open()
    with pytest.raises(SettingsError, match=says):
        signing.check_login()
    with pytest.raises(AcquisError):
        signing.signed_in()
