"""Opening a page of the application without a browser."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[1] / "app.py"


def open_page(script: str) -> AppTest:
    """The application of the home that the environment names, at the page that a script of ``assistant/ui`` draws."""
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    app.switch_page(script).run()
    assert not app.exception
    return app
