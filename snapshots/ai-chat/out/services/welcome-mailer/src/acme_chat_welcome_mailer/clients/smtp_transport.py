"""Speaks the protocol of smtp; the real adapter goes here."""

from acme_chat_runtime.errors import NotImplementedYet


class SmtpTransport:
    """Talks to the server at `url` (SMTP_URL)."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def send(self, request: bytes) -> bytes:
        """Send and receive once; raises the error tree's PeerError."""
        # The adapter goes here: the topology says no more than the protocol's name.
        raise NotImplementedYet("smtp")
