"""The use cases of digest, with fakes for its peers."""

import pytest

from telemetry_contracts.telemetry.v1 import telemetry_pb2
from telemetry_digest.services.digest import DigestUseCases


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


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    asked: list[object],
) -> DigestUseCases:
    """The use cases under test."""
    return DigestUseCases(
        alarms=FakeAlarms(asked),
    )


async def test_on_schedule_asks_its_peers(
    use_cases: DigestUseCases,
    asked: list[object],
) -> None:
    await use_cases.on_schedule()
    assert asked == [
        telemetry_pb2.RaiseRequest(),
    ]
