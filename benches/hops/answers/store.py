"""The use cases of store, as measured: a greeting, and one row by its key."""

from hops_contracts.hops.v1 import store_pb2
from hops_store.repositories.unit_of_work import UnitOfWork


class StoreUseCases:
    """Answers at once, or reads."""

    def __init__(self, *, unit_of_work: UnitOfWork) -> None:
        self._unit_of_work = unit_of_work

    async def say_hello(self, request: store_pb2.SayHelloRequest) -> store_pb2.SayHelloResponse:
        """Answers with a greeting for the given name."""
        return store_pb2.SayHelloResponse(name=request.name, greeting=f"Hello, {request.name}.")

    async def get_item(self, request: store_pb2.GetItemRequest) -> store_pb2.Item:
        """Returns one item by id."""
        async with self._unit_of_work.snapshot() as work:
            return await work.items.get(request.item_id)
