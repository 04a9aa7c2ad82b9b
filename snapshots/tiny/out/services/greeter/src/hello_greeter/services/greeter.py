"""The use cases of greeter."""

from hello_contracts.hello.v1 import greeter_pb2


class GreeterUseCases:
    """The service greeter of hello."""

    async def say_hello(
        self,
        request: greeter_pb2.SayHelloRequest,
    ) -> greeter_pb2.SayHelloResponse:
        """Answers with a greeting for the given name."""
        # The business rule goes here; so far nothing fills: greeting.
        return greeter_pb2.SayHelloResponse(
            name=request.name,
        )
