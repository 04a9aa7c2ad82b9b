"""The use cases of welcome-mailer."""

from acme_chat_contracts.acme.auth.v1 import auth_pb2
from acme_chat_runtime.logs import get_logger
from acme_chat_welcome_mailer.services.ports import SmtpPort

log = get_logger(__name__)


class WelcomeMailerUseCases:
    """Greets new users."""

    def __init__(
        self,
        *,
        smtp: SmtpPort,
    ) -> None:
        self._smtp = smtp

    async def on_user_registered(
        self,
        event: auth_pb2.UserRegistered,
    ) -> None:
        """Told once for every new user."""
        await self._smtp.send(event.SerializeToString())
        # The business rule goes here.
        log.info("use_case.done", operation="on_user_registered")
