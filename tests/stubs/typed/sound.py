"""Serves and calls all four kinds of rpc; `mypy --strict` accepts every line."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from grpc import aio

from demo_contracts.demo.shared import item_pb2
from demo_contracts.demo.v1 import four_pb2, four_pb2_grpc


class Servicer(four_pb2_grpc.FourServiceServicer):
    async def One(
        self,
        request: four_pb2.Question,
        context: aio.ServicerContext[four_pb2.Question, four_pb2.Answer],
    ) -> four_pb2.Answer:
        item = item_pb2.Item(name=four_pb2.Tone.Name(request.tone))
        return four_pb2.Answer(text=request.text, items=[item], by_name={"one": item})

    async def Down(
        self,
        request: four_pb2.Question,
        context: aio.ServicerContext[four_pb2.Question, four_pb2.Answer],
    ) -> AsyncIterator[four_pb2.Answer]:
        for letter in request.text:
            yield four_pb2.Answer(text=letter)

    async def Up(
        self,
        request_iterator: AsyncIterator[four_pb2.Question],
        context: aio.ServicerContext[four_pb2.Question, four_pb2.Answer],
    ) -> four_pb2.Answer:
        return four_pb2.Answer(text="".join([question.text async for question in request_iterator]))

    async def Both(
        self,
        request_iterator: AsyncIterator[four_pb2.Question],
        context: aio.ServicerContext[four_pb2.Question, four_pb2.Answer],
    ) -> AsyncIterator[four_pb2.Answer]:
        async for question in request_iterator:
            yield four_pb2.Answer(text=question.text.upper())


async def questions() -> AsyncIterator[four_pb2.Question]:
    for text in ("a", "b"):
        yield four_pb2.Question(text=text)


async def main() -> None:
    server = aio.server()
    four_pb2_grpc.add_FourServiceServicer_to_server(Servicer(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = four_pb2_grpc.FourServiceStub(channel)
        question = four_pb2.Question(
            text="ab",
            tone=four_pb2.TONE_FRIENDLY,
            ask_time=datetime.now(UTC),
        )
        one: four_pb2.Answer = await stub.One(question, timeout=5)
        assert one.items[0].name == "TONE_FRIENDLY"
        assert one.by_name["one"].name == "TONE_FRIENDLY"
        assert [answer.text async for answer in stub.Down(question)] == ["a", "b"]
        up: four_pb2.Answer = await stub.Up(questions())
        assert up.text == "ab"
        assert [answer.text async for answer in stub.Both(questions())] == ["A", "B"]
    await server.stop(None)
    assert four_pb2.Question.__module__ == "demo_contracts.demo.v1.four_pb2"


asyncio.run(main())
