"""The use cases of indexer."""

from collections.abc import Mapping

from pydantic import JsonValue

from acme_chat_contracts.acme.chat.v1 import chat_pb2
from acme_chat_indexer.repositories.unit_of_work import UnitOfWork, Work
from acme_chat_runtime.logs import get_logger

log = get_logger(__name__)


class IndexerUseCases:
    """Makes messages searchable."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWork,
    ) -> None:
        self._unit_of_work = unit_of_work

    async def on_chat_message_sent(
        self,
        event: chat_pb2.MessageSent,
        work: Work,
    ) -> None:
        """Told once for every message that a user sends. Once an event: `work` commits with it."""
        # The business rule goes here.
        log.info("use_case.done", operation="on_chat_message_sent")

    async def reindex(
        self,
        given: Mapping[str, JsonValue],
    ) -> dict[str, JsonValue]:
        """The job reindex, at `0 3 * * *`."""
        # The business rule goes here.
        log.info("use_case.done", operation="reindex")
        return {}
