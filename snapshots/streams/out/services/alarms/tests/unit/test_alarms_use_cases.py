"""The use cases of alarms, with fakes for its peers."""

import pytest

from telemetry_alarms.services.alarms import AlarmsUseCases
from telemetry_contracts.telemetry.v1 import telemetry_pb2
from telemetry_runtime.streams import one


@pytest.fixture
def use_cases() -> AlarmsUseCases:
    """The use cases under test."""
    return AlarmsUseCases()


async def test_judge_answers(
    use_cases: AlarmsUseCases,
) -> None:
    request = telemetry_pb2.Reading(
        device_id="device_id",
        value=1.0,
        tags=["tags"],
    )
    replies = [reply async for reply in use_cases.judge(one(request))]
    assert replies == [
        telemetry_pb2.Judgement(
            device_id="device_id",
        ),
    ]


async def test_raise__answers(
    use_cases: AlarmsUseCases,
) -> None:
    request = telemetry_pb2.RaiseRequest()
    reply = await use_cases.raise_(request)
    assert reply == telemetry_pb2.RaiseResponse()


async def test_on_reading_recorded_is_done(
    use_cases: AlarmsUseCases,
) -> None:
    event = telemetry_pb2.Reading()
    await use_cases.on_reading_recorded(event)
