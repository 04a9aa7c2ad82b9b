"""The use cases of collector, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest

from telemetry_collector.events.publisher import Publisher
from telemetry_collector.services.collector import CollectorUseCases
from telemetry_contracts.telemetry.v1 import telemetry_pb2
from telemetry_runtime.errors import NotImplementedYet
from telemetry_runtime.events_memory import MemoryBus
from telemetry_runtime.streams import one


class FakeAlarms:
    """Stands for alarms; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def judge(
        self,
        requests: AsyncIterator[telemetry_pb2.Reading],
    ) -> AsyncIterator[telemetry_pb2.Judgement]:
        async for request in requests:
            self._asked.append(request)
        yield telemetry_pb2.Judgement(
            device_id="device_id",
            is_alarm=True,
        )


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    asked: list[object],
) -> CollectorUseCases:
    """The use cases under test."""
    return CollectorUseCases(
        events=Publisher(MemoryBus()),
        alarms=FakeAlarms(asked),
    )


async def test_record_answers(
    use_cases: CollectorUseCases,
) -> None:
    request = telemetry_pb2.Reading(
        device_id="device_id",
        value=1.0,
        tags=["tags"],
    )
    reply = await use_cases.record(one(request))
    assert reply == telemetry_pb2.RecordResponse()


async def test_watch_answers(
    use_cases: CollectorUseCases,
) -> None:
    request = telemetry_pb2.WatchRequest(
        device_id="device_id",
        least=1.0,
    )
    replies = [reply async for reply in use_cases.watch(request)]
    assert replies == [
        telemetry_pb2.Reading(
            device_id="device_id",
        ),
    ]


async def test_watch_all_answers(
    use_cases: CollectorUseCases,
) -> None:
    request = telemetry_pb2.WatchRequest(
        device_id="device_id",
        least=1.0,
    )
    replies = [reply async for reply in use_cases.watch_all(one(request))]
    assert replies == [
        telemetry_pb2.Reading(
            device_id="device_id",
        ),
    ]


async def test_relay_asks_its_peers_and_answers(
    use_cases: CollectorUseCases,
    asked: list[object],
) -> None:
    request = telemetry_pb2.Reading(
        device_id="device_id",
        value=1.0,
        tags=["tags"],
    )
    replies = [reply async for reply in use_cases.relay(one(request))]
    assert replies == [
        telemetry_pb2.Judgement(
            device_id="device_id",
            is_alarm=True,
        ),
    ]
    assert asked == [
        telemetry_pb2.Reading(
            device_id="device_id",
            value=1.0,
            tags=["tags"],
        ),
    ]


async def test_count_readings_answers(
    use_cases: CollectorUseCases,
) -> None:
    request = telemetry_pb2.CountReadingsRequest()
    reply = await use_cases.count_readings(request)
    assert reply == telemetry_pb2.CountReadingsResponse()


async def test_get_device_answers(
    use_cases: CollectorUseCases,
) -> None:
    request = telemetry_pb2.GetDeviceRequest(
        device_id="device_id",
    )
    reply = await use_cases.get_device(request)
    assert reply == telemetry_pb2.Device(
        device_id="device_id",
        contact="someone@example.com",
    )


async def test_register_device_answers(
    use_cases: CollectorUseCases,
) -> None:
    request = telemetry_pb2.RegisterDeviceRequest(
        device=telemetry_pb2.Device(
            device_id="device_id",
            contact="contact",
        ),
    )
    reply = await use_cases.register_device(request)
    assert reply == request.device


async def test_find_device_is_not_implemented_yet(
    use_cases: CollectorUseCases,
) -> None:
    request = telemetry_pb2.FindDeviceRequest()
    with pytest.raises(NotImplementedYet):
        await use_cases.find_device(request)
