"""``acquis serve``: the web interface, on this machine only unless told otherwise, from a checkout or an installed package alike."""

from __future__ import annotations

import gc
import logging
import os
import socket
import threading
import time
import webbrowser
from pathlib import Path

from ingest.errors import AcquisError
from ingest.settings import SECRETS

ADDRESS = "127.0.0.1"
MAX_UPLOAD_MEGABYTES = 60
"""Above the limit of the readers, so that a file a little too large is refused by them, in French."""

Option = str | int | bool | list[str]

OPTIONS: dict[str, Option] = {
    "server.address": ADDRESS,
    "server.allowedHosts": [ADDRESS, "localhost"],
    "server.headless": True,
    "server.maxUploadSize": MAX_UPLOAD_MEGABYTES,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "logger.hideWelcomeMessage": True,
    "runner.magicEnabled": False,
    "theme.baseRadius": "0.4rem",
    "theme.headingFontSizes": "2rem,1.5rem,1.25rem,1.1rem,1rem,1rem",
    "theme.light.primaryColor": "#1f5a8a",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f2f5f8",
    "theme.light.textColor": "#06121c",
    "theme.light.linkColor": "#1f5a8a",
    "theme.light.borderColor": "#c9d3dc",
    "theme.dark.primaryColor": "#2f6fa6",
    "theme.dark.backgroundColor": "#14191f",
    "theme.dark.secondaryBackgroundColor": "#1f262e",
    "theme.dark.textColor": "#eef2f5",
    "theme.dark.linkColor": "#8cc0ec",
    "theme.dark.borderColor": "#3b4651",
}
"""What ``.streamlit/config.toml`` says for ``streamlit run app.py``; an installed package has no such file, so it is given here too."""


_FIRST_NEEDED = (
    *("assistant.ui.welcome", "assistant.ui.chat", "assistant.chat_model", "streamlit.emojis", "streamlit.material_icon_names"),
    *("vectorstore.index", "vectorstore.chroma", "chromadb.api.rust", "bm25s", "tokenizers", "Stemmer"),
)
"""What the first page and the first question need: imported before the server answers, so that nobody in front of a page waits for it."""


def serve(home: Path, port: int, *, address: str = ADDRESS, host: str = "", base_path: str = "") -> int:
    """Run the web interface until it is stopped (Ctrl+C, SIGTERM).

    Args:
        home: the folder of everything that Acquis stores, given to the pages as ``ACQUIS_HOME``.
        port: the TCP port.
        address: the network address to listen on; other machines reach what is not 127.0.0.1.
        host: the name under which a reverse proxy publishes it; under any other name, a page gets no answer: a foreign page whose name
            leads to this machine must not read what is here.
        base_path: what stands before every path where a reverse proxy serves other things too (``acquis`` for ``/acquis/``).

    Returns:
        The exit status, 0.

    Raises:
        AcquisError: the port is taken, or the installation lacks ``app.py``.
    """
    app = _app_file()
    _check_port(port, address)
    os.environ["ACQUIS_HOME"] = str(home)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    options = OPTIONS | {"server.port": port, "server.address": address, "server.baseUrlPath": base_path.strip("/")}
    if host or address != ADDRESS:
        options["server.allowedHosts"] = [ADDRESS, "localhost", host or "*"]
    options["secrets.files"] = str(home / SECRETS)  # and no other: those of somebody's other applications are none of ours
    url = f"http://{address}:{port}/{base_path.strip('/')}".rstrip("/")
    print(f"Acquis s'ouvre à l'adresse {url} (Ctrl+C pour arrêter).", flush=True)
    if address != ADDRESS:
        print("Attention : d'autres machines peuvent s'y connecter. Le README dit comment un serveur se partage.", flush=True)
    if has_browser():
        threading.Thread(target=_open_when_ready, args=(url, port), daemon=True).start()
    _run_streamlit(app, options)
    return 0


def has_browser() -> bool:
    """Whether a browser can be shown: not in CI, not where ``ACQUIS_HEADLESS`` is set, not on a Linux without a display."""
    if os.environ.get("ACQUIS_HEADLESS") or os.environ.get("CI"):
        return False
    return os.name == "nt" or os.uname().sysname == "Darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _run_streamlit(app: Path, options: dict[str, Option]) -> None:
    from importlib import import_module

    from streamlit.runtime.caching import cache_data_api
    from streamlit.web.cli import main

    # the pages are imported before there is a server: their caches say so, in English, to whoever started it
    logging.getLogger(cache_data_api.__name__).setLevel(logging.ERROR)
    for name in _FIRST_NEEDED:
        import_module(name)
    gc.freeze()  # Streamlit collects garbage after each run of a page: looking at all that was imported took 0.15 s of everybody's time
    flags = [f"--{name}={_flag(value)}" for name, given in options.items() for value in (given if isinstance(given, list) else [given])]
    main(["run", str(app), *flags], standalone_mode=False)


def _flag(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _app_file() -> Path:
    app = Path(__file__).resolve().parents[2] / "app.py"
    if not app.is_file():
        raise AcquisError(f"L'interface web est incomplète ({app} manque) : réinstallez Acquis.")
    return app


def _check_port(port: int, address: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except (OSError, OverflowError) as error:
            where = "sur cette machine" if address == ADDRESS else f"à l'adresse {address}"
            raise AcquisError(f"Le port {port} n'est pas libre {where} : choisissez-en un autre avec --port.") from error


def _open_when_ready(address: str, port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex((ADDRESS, port)) == 0:
                webbrowser.open(address)
                return
        time.sleep(0.2)
