"""The use cases of web."""

from hello_contracts.hello.v1 import greeter_pb2
from hello_web.services.ports import GreeterPort


class WebUseCases:
    """The service web of hello."""

    def __init__(
        self,
        *,
        greeter: GreeterPort,
    ) -> None:
        self._greeter = greeter

    async def get_hello_name(
        self,
        *,
        name: str,
    ) -> greeter_pb2.SayHelloResponse:
        """GET /hello/{name}."""
        greeter_say_hello = await self._greeter.say_hello(
            greeter_pb2.SayHelloRequest(
                name=name,
            ),
        )
        # The business rule goes here.
        return greeter_say_hello
