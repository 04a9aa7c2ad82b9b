"""The use cases of web, with fakes for its peers."""

import pytest

from hello_contracts.hello.v1 import greeter_pb2
from hello_web.services.web import WebUseCases


class FakeGreeter:
    """Stands for greeter; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def say_hello(
        self,
        request: greeter_pb2.SayHelloRequest,
    ) -> greeter_pb2.SayHelloResponse:
        self._asked.append(request)
        return greeter_pb2.SayHelloResponse(
            name="name",
            greeting="greeting",
        )


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    asked: list[object],
) -> WebUseCases:
    """The use cases under test."""
    return WebUseCases(
        greeter=FakeGreeter(asked),
    )


async def test_get_hello_name_asks_its_peers_and_answers(
    use_cases: WebUseCases,
    asked: list[object],
) -> None:
    reply = await use_cases.get_hello_name(
        name="name",
    )
    assert reply == greeter_pb2.SayHelloResponse(
        name="name",
        greeting="greeting",
    )
    assert asked == [
        greeter_pb2.SayHelloRequest(
            name="name",
        ),
    ]
