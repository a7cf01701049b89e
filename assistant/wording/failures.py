"""What went wrong with a model, said in French without the provider's own words, which may hold a key or an address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.french import NBSP
from assistant.wording.streaming import Failure, Limits, Stalled, TimedOut

WITHOUT = f"{NBSP}: la réponse est composée sans lui."
_OVERFLOW = re.compile(
    r"context[_ ](?:length|window|size)|maximum context|too many tokens|prompt is too long|max(?:imum)? (?:input|prompt) (?:length|tokens)"
    r"|larger than the maximum|exceeds? the (?:available|model)",
    re.IGNORECASE,
)


def is_overflow(error: Failure) -> bool:
    """Whether the server says that the prompt is longer than the model can read."""
    return _status(error) in (400, 413, 422, 500, None) and any(_OVERFLOW.search(str(cause)) for cause in _chain(error))


def refuses_temperature(error: Failure) -> bool:
    """Whether the server refuses the setting that most models want and some forbid."""
    return _status(error) == 400 and any("temperature" in str(cause) for cause in _chain(error))


def may_pass(error: Failure) -> bool:
    """Whether asking again at once is worth it: the server was busy or stumbled before it said anything."""
    status = _status(error)
    return status is not None and (status == 429 or status >= 500)


def reason(error: Failure, limits: Limits) -> str:
    """What happened, that the answer was composed without the model, and what to do: one or two French sentences."""
    what, to_do = _what(error, limits)
    return f"{what}{WITHOUT}{' ' + to_do if to_do else ''}"


def plainly(error: Failure, limits: Limits) -> str:
    """What happened and what to do, for whoever only tries the model: one or two French sentences."""
    what, to_do = _what(error, limits)
    return f"{what}.{' ' + to_do if to_do else ''}"


def _what(error: Failure, limits: Limits) -> tuple[str, str]:
    model = "Le modèle de langage"
    if isinstance(error, Stalled):
        return f"{model} s'est tu au milieu de sa réponse", ""
    if isinstance(error, TimedOut) or _is_called(error, "Timeout"):
        return f"{model} n'a pas fini de répondre en {limits.total:g} secondes", "Le réglage chat_timeout lui en donne davantage."
    if is_overflow(error):
        return "Les passages sont trop longs pour ce modèle de langage", "Choisissez un modèle qui lit de plus longs textes."
    status = _status(error)
    if status is not None:
        return _of_status(status)
    if _is_called(error, "Protocol", "ReadError", "IncompleteRead", "ChunkedEncoding"):
        return f"{model} a été coupé au milieu de sa réponse", ""
    if _is_called(error, "Connect"):
        return f"{model} est injoignable", "Vérifiez qu'il est démarré et que l'adresse chat_base_url est juste."
    return (
        f"{model} a répondu par quelque chose d'illisible ({type(error.__cause__ or error).__name__})",
        "Vérifiez l'adresse chat_base_url.",
    )


def _of_status(status: int) -> tuple[str, str]:
    if status in (401, 403):
        return f"Le modèle de langage refuse la clé d'accès ({status})", "Vérifiez la variable d'environnement qui la contient."
    if status == 404:
        return "Le serveur ne connaît pas ce modèle de langage (404)", "Vérifiez chat_model et chat_base_url (souvent …/v1)."
    if status == 429:
        return "Le modèle de langage est saturé ou votre quota est épuisé (429)", "Réessayez plus tard."
    if status >= 500:
        return f"Le serveur du modèle de langage est en panne ({status})", "Réessayez plus tard."
    return f"Le serveur du modèle de langage a refusé la demande ({status})", ""


def _status(error: Failure) -> int | None:
    for cause in _chain(error):
        for holder in (cause, getattr(cause, "response", None)):
            status = getattr(holder, "status_code", None)
            if isinstance(status, int) and status >= 400:
                return status
    return None


def _is_called(error: Failure, *names: str) -> bool:
    return any(name in type(cause).__name__ for cause in _chain(error) for name in names)


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__
