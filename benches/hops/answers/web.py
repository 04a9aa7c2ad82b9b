"""The use cases of web, as measured: a greeting of its own, an item from store."""

from hops_contracts.hops.v1 import store_pb2
from hops_web.services.ports import StorePort


class WebUseCases:
    """Answers at once, or asks store."""

    def __init__(self, *, store: StorePort) -> None:
        self._store = store

    async def get_hello_name(self, *, name: str) -> store_pb2.SayHelloResponse:
        """GET /hello/{name}."""
        return store_pb2.SayHelloResponse(name=name, greeting=f"Hello, {name}.")

    async def get_items_item_id(self, *, item_id: str) -> store_pb2.Item:
        """GET /items/{item_id}."""
        return await self._store.get_item(store_pb2.GetItemRequest(item_id=item_id))
