"""``acquis serve``: its settings, and what stops it from starting."""

from __future__ import annotations

import os
import socket
import tomllib
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from browsing import serving

from assistant.ui import launch
from ingest.errors import AcquisError

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``acquis serve`` over an empty home."""
    with serving(tmp_path_factory.mktemp("home")) as address:
        yield address


def _flat(settings: dict[str, object], prefix: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in settings.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return flat


def test_the_checkout_and_the_installed_package_have_the_same_settings() -> None:
    assert _flat(tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))) == launch.OPTIONS


def test_the_settings_exist_in_this_streamlit() -> None:
    from streamlit import config

    assert set(launch.OPTIONS) <= set(config._config_options_template)


def test_only_this_machine_is_served_and_nothing_is_measured() -> None:
    assert launch.OPTIONS["server.address"] == "127.0.0.1"
    assert launch.OPTIONS["browser.gatherUsageStats"] is False


def test_a_port_in_use_is_told(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AcquisError, match=f"Le port {port} n'est pas libre"):
            launch.serve(home, port)


def test_a_port_that_cannot_be_is_told(home: Path) -> None:
    with pytest.raises(AcquisError, match="Le port 70000 n'est pas libre"):
        launch.serve(home, 70000)


def test_the_home_is_given_to_the_pages(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACQUIS_HOME", "HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "before")
    monkeypatch.setenv("ACQUIS_HEADLESS", "1")
    started: list[tuple[Path, dict[str, launch.Option]]] = []
    monkeypatch.setattr(launch, "_run_streamlit", lambda app, options: started.append((app, options)))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert launch.serve(home, port) == 0
    assert launch.serve(home, port, host="acquis.exemple.fr", base_path="/acquis/") == 0
    secrets = str(home / "secrets.toml")
    alone = {**launch.OPTIONS, "server.port": port, "server.baseUrlPath": "", "secrets.files": secrets}
    behind = {
        **alone,
        "server.allowedHosts": ["127.0.0.1", "localhost", "acquis.exemple.fr"],
        "server.baseUrlPath": "acquis",
    }
    assert started == [(ROOT / "app.py", alone), (ROOT / "app.py", behind)]
    assert os.environ["ACQUIS_HOME"] == str(home)


@pytest.mark.parametrize("variable", ["CI", "ACQUIS_HEADLESS"])
def test_no_browser_is_opened_where_nobody_looks(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("ACQUIS_HEADLESS", raising=False)
    assert launch.has_browser()
    monkeypatch.setenv(variable, "1")
    assert not launch.has_browser()


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 101), ("localhost", 101), ("ailleurs.exemple.fr", 403)])
def test_a_page_under_another_name_gets_no_answer(host: str, status: int, server: str) -> None:
    """A page of another site whose name leads to this machine says the same name as origin and as host."""
    port = int(server.rsplit(":", 1)[1])
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    asked = {"Host": f"{host}:{port}", "Origin": f"http://{host}:{port}", "Upgrade": "websocket", "Connection": "Upgrade"}
    connection.request("GET", "/_stcore/stream", headers={**asked, "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==", "Sec-WebSocket-Version": "13"})
    assert connection.getresponse().status == status
    connection.close()
