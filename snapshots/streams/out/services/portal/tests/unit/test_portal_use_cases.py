"""The use cases of portal, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest

from telemetry_contracts.telemetry.v1 import telemetry_pb2
from telemetry_portal.services.portal import PortalUseCases


class FakeAlarms:
    """Stands for alarms; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def raise_(
        self,
        request: telemetry_pb2.RaiseRequest,
    ) -> telemetry_pb2.RaiseResponse:
        self._asked.append(request)
        return telemetry_pb2.RaiseResponse()


class FakeCollector:
    """Stands for collector; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def watch(
        self,
        request: telemetry_pb2.WatchRequest,
    ) -> AsyncIterator[telemetry_pb2.Reading]:
        self._asked.append(request)
        yield telemetry_pb2.Reading(
            device_id="device_id",
            value=1.0,
            tags=["tags"],
        )

    async def watch_all(
        self,
        requests: AsyncIterator[telemetry_pb2.WatchRequest],
    ) -> AsyncIterator[telemetry_pb2.Reading]:
        async for request in requests:
            self._asked.append(request)
        yield telemetry_pb2.Reading(
            device_id="device_id",
            value=1.0,
            tags=["tags"],
        )

    async def count_readings(
        self,
        request: telemetry_pb2.CountReadingsRequest,
    ) -> telemetry_pb2.CountReadingsResponse:
        self._asked.append(request)
        return telemetry_pb2.CountReadingsResponse(
            count=1,
        )

    async def get_device(
        self,
        request: telemetry_pb2.GetDeviceRequest,
    ) -> telemetry_pb2.Device:
        self._asked.append(request)
        return telemetry_pb2.Device(
            device_id="device_id",
            contact="contact",
        )

    async def register_device(
        self,
        request: telemetry_pb2.RegisterDeviceRequest,
    ) -> telemetry_pb2.Device:
        self._asked.append(request)
        return telemetry_pb2.Device(
            device_id="device_id",
            contact="contact",
        )


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    asked: list[object],
) -> PortalUseCases:
    """The use cases under test."""
    return PortalUseCases(
        alarms=FakeAlarms(asked),
        collector=FakeCollector(asked),
    )


async def test_post_v1_devices_device_id_watch_asks_its_peers_and_answers(
    use_cases: PortalUseCases,
    asked: list[object],
) -> None:
    reply = await use_cases.post_v1_devices_device_id_watch(
        token="token",
        device_id="device_id",
        least=1.0,
    )
    assert reply == telemetry_pb2.RaiseResponse()
    assert asked == [
        telemetry_pb2.WatchRequest(
            device_id="device_id",
            least=1.0,
        ),
        telemetry_pb2.RaiseRequest(
            device_id="device_id",
        ),
    ]


async def test_get_v1_devices_device_id_asks_its_peers_and_answers(
    use_cases: PortalUseCases,
    asked: list[object],
) -> None:
    reply = await use_cases.get_v1_devices_device_id(
        token="token",
        device_id="device_id",
    )
    assert reply == telemetry_pb2.CountReadingsResponse(
        count=1,
    )
    assert asked == [
        telemetry_pb2.GetDeviceRequest(
            device_id="device_id",
        ),
        telemetry_pb2.CountReadingsRequest(
            device_id="device_id",
        ),
    ]


async def test_post_v1_devices_asks_its_peers_and_answers(
    use_cases: PortalUseCases,
    asked: list[object],
) -> None:
    reply = await use_cases.post_v1_devices(
        token="token",
        device=telemetry_pb2.Device(),
    )
    assert reply == telemetry_pb2.Device(
        device_id="device_id",
        contact="contact",
    )
    assert asked == [
        telemetry_pb2.RegisterDeviceRequest(
            device=telemetry_pb2.Device(),
        ),
    ]


async def test_post_v1_reports_asks_its_peers_and_answers(
    use_cases: PortalUseCases,
    asked: list[object],
) -> None:
    replies = [
        reply
        async for reply in use_cases.post_v1_reports(
            token="token",
            device_id="device_id",
            least=1.0,
        )
    ]
    assert replies == [
        telemetry_pb2.Reading(
            device_id="device_id",
            value=1.0,
            tags=["tags"],
        ),
    ]
    assert asked == [
        telemetry_pb2.WatchRequest(
            device_id="device_id",
            least=1.0,
        ),
    ]
