from catalog_contracts.google.api import http_pb2 as _http_pb2
from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf.internal import extension_dict as _extension_dict
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor
HTTP_FIELD_NUMBER: int
http: _extension_dict._ExtensionFieldDescriptor[_descriptor_pb2.MethodOptions, _http_pb2.HttpRule]
