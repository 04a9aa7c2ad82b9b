"""The use cases of portal."""

from collections.abc import AsyncIterator

from telemetry_contracts.telemetry.v1 import telemetry_pb2
from telemetry_portal.services.ports import AlarmsPort, CollectorPort
from telemetry_runtime.streams import last, one


class PortalUseCases:
    """Shows readings to browsers."""

    def __init__(
        self,
        *,
        alarms: AlarmsPort,
        collector: CollectorPort,
    ) -> None:
        self._alarms = alarms
        self._collector = collector

    async def post_v1_devices_device_id_watch(
        self,
        *,
        token: str,
        device_id: str,
        least: float | None,
    ) -> telemetry_pb2.RaiseResponse:
        """POST /v1/devices/{device_id}/watch."""
        collector_watch = await last(
            self._collector.watch(
                telemetry_pb2.WatchRequest(
                    device_id=device_id,
                    least=least,
                ),
            ),
            telemetry_pb2.Reading(),
        )
        alarms_raise_ = await self._alarms.raise_(
            telemetry_pb2.RaiseRequest(
                device_id=collector_watch.device_id,
            ),
        )
        # The business rule goes here.
        return alarms_raise_

    async def get_v1_devices_device_id(
        self,
        *,
        token: str,
        device_id: str,
    ) -> telemetry_pb2.CountReadingsResponse:
        """GET /v1/devices/{device_id}."""
        collector_get_device = await self._collector.get_device(
            telemetry_pb2.GetDeviceRequest(
                device_id=device_id,
            ),
        )
        collector_count_readings = await self._collector.count_readings(
            telemetry_pb2.CountReadingsRequest(
                device_id=collector_get_device.device_id,
            ),
        )
        # The business rule goes here.
        return collector_count_readings

    async def post_v1_devices(
        self,
        *,
        token: str,
        device: telemetry_pb2.Device | None,
    ) -> telemetry_pb2.Device:
        """POST /v1/devices."""
        collector_register_device = await self._collector.register_device(
            telemetry_pb2.RegisterDeviceRequest(
                device=device,
            ),
        )
        # The business rule goes here.
        return collector_register_device

    async def post_v1_reports(
        self,
        *,
        token: str,
        device_id: str,
        least: float | None,
    ) -> AsyncIterator[telemetry_pb2.Reading]:
        """POST /v1/reports."""
        # The business rule goes here.
        async for collector_watch_all in self._collector.watch_all(
            one(
                telemetry_pb2.WatchRequest(
                    device_id=device_id,
                    least=least,
                ),
            ),
        ):
            yield collector_watch_all
