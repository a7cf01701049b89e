"""An OpenAI-compatible server of our own on 127.0.0.1, which does what real ones do on good and bad days."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

LONGEST_STALL_SECONDS = 20.0


@dataclass(frozen=True)
class Reply:
    """What one request gets: ``text`` in pieces of ``size`` characters, or an error with a status.

    ``stall_after`` and ``break_after``: the number of pieces after which nothing more comes, or the connection is cut. ``alive``: a stalled
    stream sends comments, as proxies do. ``streams`` False: one JSON document whatever was asked. ``raw`` replaces the whole body.
    """

    text: str = ""
    status: int = 200
    error: str = ""
    size: int = 7
    stall_after: int | None = None
    break_after: int | None = None
    alive: bool = False
    streams: bool = True
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


class ChatServer:
    """Answers the requests with ``replies`` in order, the last one again and again; keeps what it was asked. Stops by itself.

    ``most_passages``: a prompt with more numbered passages overflows the context. ``refuses``: names of parameters that are refused.
    """

    def __init__(self, *replies: Reply, most_passages: int | None = None, refuses: tuple[str, ...] = ()) -> None:
        self.replies = list(replies) or [Reply()]
        self.most_passages = most_passages
        self.refuses = refuses
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.closing = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> ChatServer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    def reply_to(self, body: dict[str, Any], key: str) -> Reply:
        """The reply to one request, which is kept."""
        self.bodies.append(body)
        self.keys.append(key)
        prompt = "\n".join(str(message["content"]) for message in body["messages"])
        if self.most_passages is not None and f"\n[{self.most_passages + 1}] " in prompt:
            return Reply(status=400, error="This model's maximum context length is 64 tokens (context_length_exceeded)")
        if refused := [name for name in self.refuses if name in body]:
            return Reply(status=400, error=f"Unsupported parameter: '{refused[0]}'")
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def prompt(self, rank: int = -1) -> str:
        """What the user's message of a request said."""
        return str(self.bodies[rank]["messages"][-1]["content"])


def _handler(server: ChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not self.path.endswith("/v1/chat/completions"):
                self._send(404, b'{"error": {"message": "no such page"}}', {})
                return
            reply = server.reply_to(body, self.headers.get("Authorization", ""))
            if reply.status != 200:
                self._send(reply.status, json.dumps({"error": {"message": reply.error or "sk-secret", "code": None}}).encode(), reply.headers)
            elif reply.raw is not None:
                self._send(200, reply.raw, {"Content-Type": "text/html"} | reply.headers)
            elif body.get("stream") and reply.streams:
                self._stream(reply)
            else:
                self._send(200, json.dumps(_completion(reply.text)).encode(), reply.headers)

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, reply: Reply) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            pieces = [reply.text[at : at + reply.size] for at in range(0, len(reply.text), reply.size)]
            try:
                for sent, piece in enumerate(pieces):
                    if sent == reply.break_after:
                        self.close_connection = True
                        self.connection.close()
                        return
                    if sent == reply.stall_after:
                        self._stall(reply)
                        return
                    self._chunk(f"data: {json.dumps(_delta({'content': piece}))}\n\n")
                self._chunk(f"data: {json.dumps(_delta({}, 'stop'))}\n\ndata: [DONE]\n\n")
                self.wfile.write(b"0\r\n\r\n")
            except OSError:
                self.close_connection = True  # the client went away, as it may

        def _stall(self, reply: Reply) -> None:
            for _ in range(int(LONGEST_STALL_SECONDS / 0.1)):
                if server.closing.wait(0.1):
                    break
                if reply.alive:
                    self._chunk(": still here\n\n")
            self.close_connection = True

        def _chunk(self, text: str) -> None:
            data = text.encode()
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler


def _delta(delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "essai", "choices": [choice]}


def _completion(text: str) -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {"id": "c1", "object": "chat.completion", "created": 1, "model": "essai", "choices": [choice], "usage": usage}
