"""What the core's values are made of where they are kept as JSON, or made anew with each step of a round."""

from typing import dataclass_transform

import msgspec
from msgspec.structs import replace

__all__ = ["Value", "replace"]


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Value(msgspec.Struct, frozen=True, gc=False, tag=True, tag_field="_", omit_defaults=True):
    """A frozen value. Its JSON bears the name of its class, and leaves out what is as it is by default.

    The collector of cyclic garbage passes it by: nothing that can't change is in a cycle with itself. Where a default
    that isn't empty may become another one day, the class says ``omit_defaults=False``.
    """
