"""The use cases of greeter, with fakes for its peers."""

import pytest

from hello_contracts.hello.v1 import greeter_pb2
from hello_greeter.services.greeter import GreeterUseCases


@pytest.fixture
def use_cases() -> GreeterUseCases:
    """The use cases under test."""
    return GreeterUseCases()


async def test_say_hello_answers(
    use_cases: GreeterUseCases,
) -> None:
    request = greeter_pb2.SayHelloRequest(
        name="name",
    )
    reply = await use_cases.say_hello(request)
    assert reply == greeter_pb2.SayHelloResponse(
        name="name",
    )
