"""The use cases of session-sweeper."""

from acme_chat_contracts.acme.auth.v1 import auth_pb2
from acme_chat_runtime.logs import get_logger
from acme_chat_session_sweeper.services.ports import AuthPort

log = get_logger(__name__)


class SessionSweeperUseCases:
    """Ends sessions that have expired."""

    def __init__(
        self,
        *,
        auth: AuthPort,
    ) -> None:
        self._auth = auth

    async def on_schedule(self) -> None:
        """What session-sweeper is for, at `*/15 * * * *`."""
        await self._auth.delete_expired_sessions(
            auth_pb2.DeleteExpiredSessionsRequest(),
        )
        # The business rule goes here.
        log.info("use_case.done", operation="on_schedule")
