"""What can go wrong, as types, and the exit code that each one gives.

KgpubError                 base; never raised itself
├── UsageError             the command or an option is wrong            exit 2
├── InputError             an article or file can't be used             exit 3
│   └── UnreadableInput    not text, unknown encoding, broken JSON ...
├── ConfigurationError     kgpub.toml or a KGPUB_* variable is wrong    exit 3
├── ResourceError          a model, index, shape or query is missing    exit 3
├── StoreError             a store can't be used                        exit 3
│   ├── StoreMissing       there is none at that place
│   ├── NotAStore          what is there is not a store, or of another version
│   └── StoreLocked        another process has it open
├── EndpointError          a server can't be used                       exit 3
│   ├── EndpointUnreachable    no connection: refused, unknown host, TLS ...
│   ├── EndpointDenied         it wants other credentials, or a right is missing
│   ├── EndpointRejected       it won't take this request, however often it is sent
│   ├── EndpointUnavailable    overloaded or broken, perhaps for a while
│   ├── EndpointTimeout        no whole answer within the deadline
│   └── EndpointAnswer         what came back is not what was asked for
├── QueryTimeout           a query took longer than it may             exit 3
└── NotCheckedError        validation could not be carried out          exit 4

Violations are not errors: they are the result of a check, and give exit 1.
The library raises; only ``kgpub.cli`` turns an error into words and a code.
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_FAILURE = 3
EXIT_NOT_CHECKED = 4


class KgpubError(Exception):
    """Base of all errors that kgpub raises on purpose.

    ``message`` says where, what was found and what was expected, in one line;
    ``tip`` (may be empty) says what to do next.
    """

    exit_code = EXIT_FAILURE

    def __init__(self, message: str, *, tip: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.tip = tip


class UsageError(KgpubError):
    """The command line asks for something that makes no sense."""

    exit_code = EXIT_USAGE


class InputError(KgpubError):
    """A file or stream that the user named can't be used.

    ``source`` is the path as the user wrote it, or ``<stdin>``.
    """

    def __init__(self, source: str, message: str, *, tip: str = "") -> None:
        super().__init__(f"{source}: {message}", tip=tip)
        self.source = source


class UnreadableInput(InputError):
    """The bytes are not an article: empty, binary, undecodable or malformed."""


class ConfigurationError(KgpubError):
    """A setting in kgpub.toml or the environment is unknown or has a bad value."""


class ResourceError(KgpubError):
    """Something that ships with kgpub, or that the user pointed to, is missing or damaged."""


class StoreError(KgpubError):
    """A store on disk can't be used; ``directory`` is where it is, as the user wrote it."""

    def __init__(self, directory: str, message: str, *, tip: str = "") -> None:
        super().__init__(f"{directory}: {message}", tip=tip)
        self.directory = directory


class StoreMissing(StoreError):
    """There is no store in that directory."""


class NotAStore(StoreError):
    """The directory holds something else, a damaged store, or one of another version."""


class StoreLocked(StoreError):
    """Another process has the store open."""


class EndpointError(KgpubError):
    """A server can't be used.

    ``endpoint`` is the URL that was asked, without credentials, and ``status`` the HTTP
    status of the answer; ``None`` where there was no answer. ``passing`` tells that the same
    request may succeed a moment later.
    """

    def __init__(
        self, endpoint: str, message: str, *, tip: str = "", status: int | None = None, passing: bool = False
    ) -> None:
        super().__init__(f"{endpoint}: {message}", tip=tip)
        self.endpoint = endpoint
        self.status = status
        self.passing = passing


class EndpointUnreachable(EndpointError):
    """There is no connection: refused, unknown host, untrusted certificate, broken off."""


class EndpointDenied(EndpointError):
    """The server wants credentials, others than these, or rights that the user doesn't have."""


class EndpointRejected(EndpointError):
    """The server won't take this request, and won't the next time either."""


class EndpointUnavailable(EndpointError):
    """The server is overloaded or broken; later it may work."""


class EndpointTimeout(EndpointError):
    """The whole answer was not there within the deadline."""


class EndpointAnswer(EndpointError):
    """What came back is not what was asked for: another format, cut off, or too large."""


class QueryTimeout(KgpubError):
    """A query took longer than it may; ``seconds`` is how long that was."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the query was stopped after {seconds:g} s",
            tip="Ask for less, or give it more time with --timeout.",
        )
        self.seconds = seconds


class NotCheckedError(KgpubError):
    """A graph could not be checked; this must never be read as 'conforms'."""

    exit_code = EXIT_NOT_CHECKED
