"""The transport of smtp."""

import pytest

from acme_chat_runtime.errors import NotImplementedYet
from acme_chat_welcome_mailer.clients.smtp_transport import SmtpTransport


async def test_the_transport_is_not_implemented_yet() -> None:
    with pytest.raises(NotImplementedYet):
        await SmtpTransport("smtp://127.0.0.1").send(b"")
