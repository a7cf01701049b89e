"""A small OpenID Connect provider on this machine: whoever it is told to be signs in at once."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT = "acquis-tests"


class Provider:
    """``person`` holds the claims of who signs in next; ``signed_in`` counts the tokens given."""

    def __init__(self) -> None:
        from joserfc.jwk import RSAKey

        self.person: dict[str, object] = {}
        self.signed_in = 0
        self._key = RSAKey.generate_key(2048, {"kid": "tests"})
        self._asked: dict[str, tuple[str, dict[str, object]]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def serving(self) -> Iterator[Provider]:
        """Answer until the end of the block."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()

    def secrets_toml(self) -> str:
        """What a server that trusts this provider has in its secrets; Streamlit puts its own port in the address."""
        return f"""
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{secrets.token_hex(32)}"
client_id = "{CLIENT}"
client_secret = "no secret between us"
server_metadata_url = "{self.issuer}/.well-known/openid-configuration"
"""

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes back to, with a code that stands for the person of this moment."""
        code = secrets.token_urlsafe(8)
        self._asked[code] = query.get("nonce", ""), self.person
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, code: str) -> dict[str, Any]:
        """The signed identity of whom a code stands for; a code serves once."""
        from joserfc import jwt

        nonce, person = self._asked.pop(code)
        self.signed_in += 1
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **person}
        return {
            "access_token": secrets.token_hex(8),
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": jwt.encode({"alg": "RS256", "kid": "tests"}, claims, self._key),
        }

    def document(self, path: str) -> dict[str, Any]:
        """Discovery, and the public key."""
        if path == "/jwks":
            return {"keys": [self._key.as_dict(private=False)]}
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url = urlsplit(self.path)
                if url.path != "/authorize":
                    return self._answer(provider.document(url.path))
                self.send_response(302)
                self.send_header("Location", provider.authorize({name: values[0] for name, values in parse_qs(url.query).items()}))
                self.end_headers()
                return None

            def do_POST(self) -> None:
                body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self._answer(provider.token(body["code"][0]))

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is said."""

            def _answer(self, document: dict[str, Any]) -> None:
                content = json.dumps(document).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        return Handler
