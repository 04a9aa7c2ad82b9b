"""Each marked line is an error of types, and no other is."""

from grpc import aio

from demo_contracts.demo.v1 import four_pb2, four_pb2_grpc


class Servicer(four_pb2_grpc.FourServiceServicer):
    def One(  # error: override
        self,
        request: four_pb2.Question,
        context: aio.ServicerContext[four_pb2.Question, four_pb2.Answer],
    ) -> four_pb2.Answer:
        return four_pb2.Answer()

    async def Down(  # error: override
        self,
        request: four_pb2.Question,
        context: aio.ServicerContext[four_pb2.Question, four_pb2.Answer],
    ) -> four_pb2.Answer:
        return four_pb2.Answer()


class Hasty(four_pb2_grpc.FourServiceServicer):
    async def One(
        self,
        request: four_pb2.Answer,  # error: override
        context: aio.ServicerContext[four_pb2.Question, four_pb2.Answer],
    ) -> four_pb2.Answer:
        return four_pb2.Answer()

    async def Up(
        self,
        request_iterator: four_pb2.Question,  # error: override
        context: aio.ServicerContext[four_pb2.Question, four_pb2.Answer],
    ) -> four_pb2.Answer:
        return four_pb2.Answer()


async def call(channel: aio.Channel, server: aio.Server) -> None:
    stub = four_pb2_grpc.FourServiceStub(channel)
    await stub.One(four_pb2.Answer())  # error: arg-type
    await stub.Down(four_pb2.Question())  # error: misc
    stub.Missing  # error: attr-defined
    (await stub.One(four_pb2.Question())).missing  # error: attr-defined
    four_pb2.Question(text=1)  # error: arg-type
    four_pb2.Answer(by_name={"one": 1})  # error: dict-item
    four_pb2_grpc.add_FourServiceServicer_to_server(object(), server)  # error: arg-type
    answer: four_pb2.Answer = stub.One(four_pb2.Question())  # error: assignment
    stub.One(four_pb2.Question()).text  # error: attr-defined
    stub.Up(four_pb2.Question())  # error: arg-type
    async for _ in stub.One(four_pb2.Question()):  # error: attr-defined
        pass
