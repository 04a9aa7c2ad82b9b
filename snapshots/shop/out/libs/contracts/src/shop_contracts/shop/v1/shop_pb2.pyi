import datetime as _datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Product(_message.Message):
    __slots__ = ("sku", "title", "price", "tags")
    SKU_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    sku: str
    title: str
    price: int
    tags: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, sku: _Optional[str] = ..., title: _Optional[str] = ..., price: _Optional[int] = ..., tags: _Optional[_Iterable[str]] = ...) -> None: ...

class PlaceOrder(_message.Message):
    __slots__ = ("sku", "quantity", "email", "address")
    SKU_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    sku: str
    quantity: int
    email: str
    address: str
    def __init__(self, sku: _Optional[str] = ..., quantity: _Optional[int] = ..., email: _Optional[str] = ..., address: _Optional[str] = ...) -> None: ...

class Charge(_message.Message):
    __slots__ = ("sku", "quantity")
    SKU_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    sku: str
    quantity: int
    def __init__(self, sku: _Optional[str] = ..., quantity: _Optional[int] = ...) -> None: ...

class Refund(_message.Message):
    __slots__ = ("sku", "quantity")
    SKU_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    sku: str
    quantity: int
    def __init__(self, sku: _Optional[str] = ..., quantity: _Optional[int] = ...) -> None: ...

class OrderPlaced(_message.Message):
    __slots__ = ("order_id", "sku", "quantity", "email", "address", "placed_at")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SKU_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PLACED_AT_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    sku: str
    quantity: int
    email: str
    address: str
    placed_at: _timestamp_pb2.Timestamp
    def __init__(self, order_id: _Optional[str] = ..., sku: _Optional[str] = ..., quantity: _Optional[int] = ..., email: _Optional[str] = ..., address: _Optional[str] = ..., placed_at: _Optional[_Union[_datetime.datetime, _timestamp_pb2.Timestamp, _Mapping[str, object]]] = ...) -> None: ...

class Pick(_message.Message):
    __slots__ = ("order_id", "sku", "quantity", "address")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SKU_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    sku: str
    quantity: int
    address: str
    def __init__(self, order_id: _Optional[str] = ..., sku: _Optional[str] = ..., quantity: _Optional[int] = ..., address: _Optional[str] = ...) -> None: ...

class ParcelShipped(_message.Message):
    __slots__ = ("order_id", "carrier", "shipped_at")
    class Carrier(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        CARRIER_UNSPECIFIED: _ClassVar[ParcelShipped.Carrier]
        CARRIER_ROAD: _ClassVar[ParcelShipped.Carrier]
        CARRIER_AIR: _ClassVar[ParcelShipped.Carrier]
    CARRIER_UNSPECIFIED: ParcelShipped.Carrier
    CARRIER_ROAD: ParcelShipped.Carrier
    CARRIER_AIR: ParcelShipped.Carrier
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    CARRIER_FIELD_NUMBER: _ClassVar[int]
    SHIPPED_AT_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    carrier: ParcelShipped.Carrier
    shipped_at: _timestamp_pb2.Timestamp
    def __init__(self, order_id: _Optional[str] = ..., carrier: _Optional[_Union[ParcelShipped.Carrier, str]] = ..., shipped_at: _Optional[_Union[_datetime.datetime, _timestamp_pb2.Timestamp, _Mapping[str, object]]] = ...) -> None: ...

class PaymentSettled(_message.Message):
    __slots__ = ("order_id", "amount")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    amount: int
    def __init__(self, order_id: _Optional[str] = ..., amount: _Optional[int] = ...) -> None: ...
