"""The use cases of digest."""

from telemetry_contracts.telemetry.v1 import telemetry_pb2
from telemetry_digest.services.ports import AlarmsPort
from telemetry_runtime.logs import get_logger

log = get_logger(__name__)


class DigestUseCases:
    """Counts what came in."""

    def __init__(
        self,
        *,
        alarms: AlarmsPort,
    ) -> None:
        self._alarms = alarms

    async def on_schedule(self) -> None:
        """What digest is for, at `every 60m`."""
        await self._alarms.raise_(
            # So far nothing fills: device_id.
            telemetry_pb2.RaiseRequest(),
        )
        # The business rule goes here.
        log.info("use_case.done", operation="on_schedule")
