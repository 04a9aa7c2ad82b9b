"""The use cases of collector."""

from collections.abc import AsyncIterator

from telemetry_collector.events.publisher import Publisher
from telemetry_collector.services.ports import AlarmsPort
from telemetry_contracts.telemetry.v1 import telemetry_pb2
from telemetry_runtime.errors import NotImplementedYet
from telemetry_runtime.streams import one


class CollectorUseCases:
    """Takes readings and hands them on."""

    def __init__(
        self,
        *,
        events: Publisher,
        alarms: AlarmsPort,
    ) -> None:
        self._events = events
        self._alarms = alarms

    async def record(
        self,
        requests: AsyncIterator[telemetry_pb2.Reading],
    ) -> telemetry_pb2.RecordResponse:
        """Takes readings until the device ends the stream, and says how many there were."""
        async for request in requests:
            # The business rule goes here.
            await self._events.reading_recorded(
                telemetry_pb2.Reading(
                    device_id=request.device_id,
                    value=request.value,
                    unit=request.unit,
                    read_time=request.read_time if request.HasField("read_time") else None,
                    tags=request.tags,
                ),
            )
        # So far nothing fills: recorded_count.
        return telemetry_pb2.RecordResponse()

    async def watch(
        self,
        request: telemetry_pb2.WatchRequest,
    ) -> AsyncIterator[telemetry_pb2.Reading]:
        """Sends the readings of one device as they come."""
        # The business rule goes here; so far nothing fills: value, unit, read_time, tags.
        yield telemetry_pb2.Reading(
            device_id=request.device_id,
        )

    async def watch_all(
        self,
        requests: AsyncIterator[telemetry_pb2.WatchRequest],
    ) -> AsyncIterator[telemetry_pb2.Reading]:
        """Sends the readings of many devices; the list can be changed while they come."""
        async for request in requests:
            # The business rule goes here; so far nothing fills: value, unit, read_time, tags.
            yield telemetry_pb2.Reading(
                device_id=request.device_id,
            )

    async def relay(
        self,
        requests: AsyncIterator[telemetry_pb2.Reading],
    ) -> AsyncIterator[telemetry_pb2.Judgement]:
        """Hands each reading on and gives back what was judged."""
        async for request in requests:
            # The business rule goes here.
            async for alarms_judge in self._alarms.judge(
                one(
                    telemetry_pb2.Reading(
                        device_id=request.device_id,
                        value=request.value,
                        unit=request.unit,
                        read_time=request.read_time if request.HasField("read_time") else None,
                        tags=request.tags,
                    ),
                ),
            ):
                yield telemetry_pb2.Judgement(
                    device_id=alarms_judge.device_id,
                    is_alarm=alarms_judge.is_alarm,
                )

    async def count_readings(
        self,
        request: telemetry_pb2.CountReadingsRequest,
    ) -> telemetry_pb2.CountReadingsResponse:
        """Counts what was recorded."""
        # The business rule goes here; so far nothing fills: count.
        return telemetry_pb2.CountReadingsResponse()

    async def get_device(
        self,
        request: telemetry_pb2.GetDeviceRequest,
    ) -> telemetry_pb2.Device:
        """Returns one device."""
        # The business rule goes here; so far made up: contact; nothing fills: labels.
        return telemetry_pb2.Device(
            device_id=request.device_id,
            contact="someone@example.com",
        )

    async def register_device(
        self,
        request: telemetry_pb2.RegisterDeviceRequest,
    ) -> telemetry_pb2.Device:
        """Registers a device."""
        # The business rule goes here.
        return request.device

    async def find_device(
        self,
        request: telemetry_pb2.FindDeviceRequest,
    ) -> telemetry_pb2.Device:
        """Returns the device that somebody stands before."""
        # The business rule goes here; the topology says nothing of it.
        raise NotImplementedYet("telemetry.v1.DeviceService/FindDevice")
