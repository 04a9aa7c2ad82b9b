from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import extension_dict as _extension_dict
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor
RESOURCE_FIELD_NUMBER: int
resource: _extension_dict._ExtensionFieldDescriptor[_descriptor_pb2.MessageOptions, Resource]
DATA_CLASS_FIELD_NUMBER: int
data_class: _extension_dict._ExtensionFieldDescriptor[_descriptor_pb2.FieldOptions, _containers.RepeatedScalarFieldContainer[str]]
RPC_FIELD_NUMBER: int
rpc: _extension_dict._ExtensionFieldDescriptor[_descriptor_pb2.MethodOptions, Rpc]

class Resource(_message.Message):
    __slots__ = ("plural", "key")
    PLURAL_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    plural: str
    key: str
    def __init__(self, plural: _Optional[str] = ..., key: _Optional[str] = ...) -> None: ...

class Rpc(_message.Message):
    __slots__ = ("summary", "idempotency_key")
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    summary: str
    idempotency_key: str
    def __init__(self, summary: _Optional[str] = ..., idempotency_key: _Optional[str] = ...) -> None: ...
