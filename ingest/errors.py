"""The exception tree of Acquis.

::

    AcquisError                 its message is safe and useful to show (French)
    ├── DocumentError           a document cannot be read
    │   ├── MissingDocument     the path does not exist
    │   ├── UnknownFormat       neither pdf, docx, html, md nor txt
    │   ├── EmptyDocument       nothing to read
    │   ├── ScannedDocument     a PDF made of images
    │   ├── EncryptedDocument   a password is asked for
    │   ├── DamagedDocument     truncated, corrupt, wrong encoding
    │   └── OversizedDocument   too large, or inflates to something too large
    ├── UnknownCertification    no referential bears this id
    ├── UnknownConversation     no conversation bears this id, or it has been deleted
    ├── StoreError              the store cannot be read or written
    │   └── DamagedRecord       a stored referential is unreadable: ingesting its document again replaces it
    ├── IndexUnusable           the search index is missing, stale or foreign: the message says what to run
    ├── SettingsError           a setting is not understood
    └── ChatModelError          the configured chat model did not answer usefully

A message answers three questions: what happened, to which thing, what to do. Everything that is
not an ``AcquisError`` is a bug and is logged.
"""

from __future__ import annotations


class AcquisError(Exception):
    """Base of all errors whose message may be shown to a person as it stands."""


class DocumentError(AcquisError):
    """A document cannot be read."""


class MissingDocument(DocumentError):
    """The path does not exist."""


class UnknownFormat(DocumentError):
    """The file is of a type that Acquis does not read."""


class EmptyDocument(DocumentError):
    """The document holds no text at all."""


class ScannedDocument(DocumentError):
    """A PDF that holds images of pages and no text."""


class EncryptedDocument(DocumentError):
    """A password is needed to read the document."""


class DamagedDocument(DocumentError):
    """Truncated, corrupt, or in an encoding that cannot be told."""


class OversizedDocument(DocumentError):
    """Too large, or compressed so as to become too large."""


class UnknownCertification(AcquisError):
    """No referential in store bears this id."""


class UnknownConversation(AcquisError):
    """No conversation bears this id, or it has been deleted."""


class StoreError(AcquisError):
    """The store cannot be read or written."""


class DamagedRecord(StoreError):
    """A stored referential is unreadable."""


class IndexUnusable(AcquisError):
    """The search index is missing, stale or was made by another model."""


class SettingsError(AcquisError):
    """A setting is not understood."""


class ChatModelError(AcquisError):
    """The configured chat model did not answer usefully."""
