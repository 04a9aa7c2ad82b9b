"""The same three hops by hand, with nothing but the libraries: `bare.py http|grpc|web|store PORT`.

`http` and `grpc` answer at once; `web` asks `store` at TARGET, which reads DATABASE_URL.
"""

import asyncio
import os
import sys
from datetime import datetime

import grpc
import uvicorn
import uvloop
from fastapi import FastAPI
from hops_contracts.hops.v1 import store_pb2, store_pb2_grpc
from pydantic import BaseModel
from sqlalchemy import BigInteger, DateTime, String, Text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Greeting(BaseModel):
    name: str
    greeting: str


class Item(BaseModel):
    item_id: str
    name: str
    price: int
    created_at: datetime


class Base(DeclarativeBase):
    pass


class ItemRow(Base):
    __tablename__ = "items"

    item_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    price: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Store(store_pb2_grpc.StoreServiceServicer):
    def __init__(self) -> None:
        if url := os.environ.get("DATABASE_URL"):
            self.sessions = async_sessionmaker(create_async_engine(url))

    async def SayHello(self, request, context):  # noqa: N802
        return store_pb2.SayHelloResponse(name=request.name, greeting=f"Hello, {request.name}.")

    async def GetItem(self, request, context):  # noqa: N802
        async with self.sessions() as session:
            row = await session.get(ItemRow, request.item_id)
        if row is None:
            await context.abort(grpc.StatusCode.NOT_FOUND, "no such item")
        item = store_pb2.Item(item_id=row.item_id, name=row.name, price=row.price)
        item.created_at.FromDatetime(row.created_at)
        return item


def web() -> FastAPI:
    app = FastAPI()
    target = os.environ.get("TARGET")
    store = store_pb2_grpc.StoreServiceStub(grpc.aio.insecure_channel(target)) if target else None

    @app.get("/hello/{name}")
    async def hello(name: str) -> Greeting:
        return Greeting(name=name, greeting=f"Hello, {name}.")

    @app.get("/items/{item_id}")
    async def item(item_id: str) -> Item:
        reply = await store.GetItem(store_pb2.GetItemRequest(item_id=item_id), timeout=10.0)
        return Item(
            item_id=reply.item_id,
            name=reply.name,
            price=reply.price,
            created_at=reply.created_at.ToDatetime(),
        )

    return app


async def serve_http(port: int) -> None:
    config = uvicorn.Config(web(), host="127.0.0.1", port=port, access_log=False, log_level="error")
    await uvicorn.Server(config).serve()


async def serve_grpc(port: int) -> None:
    server = grpc.aio.server()
    store_pb2_grpc.add_StoreServiceServicer_to_server(Store(), server)
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    await server.wait_for_termination()


if __name__ == "__main__":
    serve = serve_http if sys.argv[1] in ("http", "web") else serve_grpc
    # The generated processes run on uvloop too: this is not what is compared.
    asyncio.Runner(loop_factory=uvloop.new_event_loop).run(serve(int(sys.argv[2])))
