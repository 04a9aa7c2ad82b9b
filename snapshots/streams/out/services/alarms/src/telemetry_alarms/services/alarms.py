"""The use cases of alarms."""

from collections.abc import AsyncIterator

from telemetry_contracts.telemetry.v1 import telemetry_pb2
from telemetry_runtime.logs import get_logger

log = get_logger(__name__)


class AlarmsUseCases:
    """Says when a reading is out of bounds."""

    async def judge(
        self,
        requests: AsyncIterator[telemetry_pb2.Reading],
    ) -> AsyncIterator[telemetry_pb2.Judgement]:
        """Judges each reading as it comes."""
        async for request in requests:
            # The business rule goes here; so far nothing fills: is_alarm.
            yield telemetry_pb2.Judgement(
                device_id=request.device_id,
            )

    async def raise_(
        self,
        request: telemetry_pb2.RaiseRequest,
    ) -> telemetry_pb2.RaiseResponse:
        """Says that somebody has to look."""
        # The business rule goes here.
        return telemetry_pb2.RaiseResponse()

    async def on_reading_recorded(
        self,
        event: telemetry_pb2.Reading,
    ) -> None:
        """One measured value."""
        # The business rule goes here.
        log.info("use_case.done", operation="on_reading_recorded")
