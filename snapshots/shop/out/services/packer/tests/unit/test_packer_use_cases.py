"""The use cases of packer, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest
from pydantic import JsonValue

from shop_contracts.shop.v1 import shop_pb2
from shop_packer.repositories.unit_of_work import UnitOfWork
from shop_packer.services.packer import PackerUseCases
from shop_runtime.database import Database
from shop_runtime.outbox import outbox


class FakeCarrierAir:
    """Stands for carrier-air; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def post_parcels(
        self,
        request: shop_pb2.Pick,
    ) -> JsonValue:
        self._asked.append(request)
        return {}


class FakeCarrierRoad:
    """Stands for carrier-road; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def post_parcels(
        self,
        request: shop_pb2.Pick,
    ) -> JsonValue:
        self._asked.append(request)
        return {}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database of its own for every test, with the outbox only."""
    async with Database(database_url) as database:
        await database.create_tables(outbox.metadata)
        yield database


@pytest.fixture
def unit_of_work(database: Database) -> UnitOfWork:
    """What the use cases write in."""
    return UnitOfWork(database)


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    unit_of_work: UnitOfWork,
    asked: list[object],
) -> PackerUseCases:
    """The use cases under test."""
    return PackerUseCases(
        unit_of_work=unit_of_work,
        carrier_air=FakeCarrierAir(asked),
        carrier_road=FakeCarrierRoad(asked),
    )


async def test_on_pick_requested_asks_its_peers(
    use_cases: PackerUseCases,
    asked: list[object],
    unit_of_work: UnitOfWork,
) -> None:
    event = shop_pb2.Pick(
        order_id="order_id",
        sku="sku",
        quantity=1,
        address="address",
    )
    async with unit_of_work.begin() as work:
        await use_cases.on_pick_requested(event, work)
    assert asked == [
        shop_pb2.Pick(
            order_id="order_id",
            sku="sku",
            quantity=1,
            address="address",
        ),
    ]


async def test_on_pick_requested_asks_carrier_air_if_chosen(
    use_cases: PackerUseCases,
    asked: list[object],
    unit_of_work: UnitOfWork,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = shop_pb2.Pick(
        order_id="order_id",
        sku="sku",
        quantity=1,
        address="address",
    )
    monkeypatch.setattr(
        use_cases,
        "_choose_carrier",
        lambda *_given, **_named: "carrier-air",
    )
    async with unit_of_work.begin() as work:
        await use_cases.on_pick_requested(event, work)
    assert asked == [
        shop_pb2.Pick(
            order_id="order_id",
            sku="sku",
            quantity=1,
            address="address",
        ),
    ]
