import datetime as _datetime

from telemetry_contracts.buf.validate import validate_pb2 as _validate_pb2
from telemetry_contracts.google.api import annotations_pb2 as _annotations_pb2
from telemetry_contracts.google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Unit(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UNIT_UNSPECIFIED: _ClassVar[Unit]
    UNIT_CELSIUS: _ClassVar[Unit]
    UNIT_BAR: _ClassVar[Unit]
UNIT_UNSPECIFIED: Unit
UNIT_CELSIUS: Unit
UNIT_BAR: Unit

class Reading(_message.Message):
    __slots__ = ("device_id", "value", "unit", "read_time", "tags")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    READ_TIME_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    value: float
    unit: Unit
    read_time: _timestamp_pb2.Timestamp
    tags: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, device_id: _Optional[str] = ..., value: _Optional[float] = ..., unit: _Optional[_Union[Unit, str]] = ..., read_time: _Optional[_Union[_datetime.datetime, _timestamp_pb2.Timestamp, _Mapping[str, object]]] = ..., tags: _Optional[_Iterable[str]] = ...) -> None: ...

class Device(_message.Message):
    __slots__ = ("device_id", "contact", "labels")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    contact: str
    labels: _containers.ScalarMap[str, str]
    def __init__(self, device_id: _Optional[str] = ..., contact: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ...) -> None: ...

class Judgement(_message.Message):
    __slots__ = ("device_id", "is_alarm")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    IS_ALARM_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    is_alarm: bool
    def __init__(self, device_id: _Optional[str] = ..., is_alarm: _Optional[bool] = ...) -> None: ...

class RecordResponse(_message.Message):
    __slots__ = ("recorded_count",)
    RECORDED_COUNT_FIELD_NUMBER: _ClassVar[int]
    recorded_count: int
    def __init__(self, recorded_count: _Optional[int] = ...) -> None: ...

class WatchRequest(_message.Message):
    __slots__ = ("device_id", "least")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    LEAST_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    least: float
    def __init__(self, device_id: _Optional[str] = ..., least: _Optional[float] = ...) -> None: ...

class CountReadingsRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class CountReadingsResponse(_message.Message):
    __slots__ = ("count",)
    COUNT_FIELD_NUMBER: _ClassVar[int]
    count: int
    def __init__(self, count: _Optional[int] = ...) -> None: ...

class GetDeviceRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class RegisterDeviceRequest(_message.Message):
    __slots__ = ("device",)
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    device: Device
    def __init__(self, device: _Optional[_Union[Device, _Mapping[str, object]]] = ...) -> None: ...

class FindDeviceRequest(_message.Message):
    __slots__ = ("serial", "bar_code", "room", "near")
    SERIAL_FIELD_NUMBER: _ClassVar[int]
    BAR_CODE_FIELD_NUMBER: _ClassVar[int]
    ROOM_FIELD_NUMBER: _ClassVar[int]
    NEAR_FIELD_NUMBER: _ClassVar[int]
    serial: str
    bar_code: int
    room: str
    near: str
    def __init__(self, serial: _Optional[str] = ..., bar_code: _Optional[int] = ..., room: _Optional[str] = ..., near: _Optional[str] = ...) -> None: ...

class RaiseRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class RaiseResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
