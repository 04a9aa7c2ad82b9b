"""The use cases of packer."""

from typing import Literal

from shop_contracts.shop.v1 import shop_pb2
from shop_packer.repositories.unit_of_work import UnitOfWork, Work
from shop_packer.services.ports import CarrierAirPort, CarrierRoadPort
from shop_runtime.logs import get_logger

log = get_logger(__name__)


class PackerUseCases:
    """Packs what was picked and hands it to a carrier."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWork,
        carrier_air: CarrierAirPort,
        carrier_road: CarrierRoadPort,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._carrier_air = carrier_air
        self._carrier_road = carrier_road

    async def on_pick_requested(
        self,
        event: shop_pb2.Pick,
        work: Work,
    ) -> None:
        """Something that somebody takes off a shelf. Once an event: `work` commits with it."""
        chosen_carrier = self._choose_carrier(event, work)
        if chosen_carrier == "carrier-road":
            await self._carrier_road.post_parcels(
                shop_pb2.Pick(
                    order_id=event.order_id,
                    sku=event.sku,
                    quantity=event.quantity,
                    address=event.address,
                ),
            )
        else:
            await self._carrier_air.post_parcels(
                shop_pb2.Pick(
                    order_id=event.order_id,
                    sku=event.sku,
                    quantity=event.quantity,
                    address=event.address,
                ),
            )
        # The business rule goes here; so far nothing fills: carrier, shipped_at.
        await work.events.parcel_shipped(
            shop_pb2.ParcelShipped(
                order_id=event.order_id,
            ),
        )
        log.info("use_case.done", operation="on_pick_requested")

    def _choose_carrier(
        self,
        event: shop_pb2.Pick,
        work: Work,
    ) -> Literal["carrier-road", "carrier-air"]:
        """Which of these is called; so far always the first."""
        return "carrier-road"
