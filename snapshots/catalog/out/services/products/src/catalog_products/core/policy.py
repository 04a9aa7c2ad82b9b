"""Who may do what in products."""

from collections.abc import Mapping

from catalog_runtime.auth import Principal

#: Operations that want more than a verified caller: any of these roles or scopes will do.
NEEDED: Mapping[str, frozenset[str]] = {
    # "POST /v1/refunds": frozenset({"admin", "refunds:write"}),
}


class ProductsPolicy:
    """Lets every verified caller do all that wants nothing more."""

    def allow(self, principal: Principal, operation: str) -> bool:
        """Whether the caller has what the operation wants."""
        needed = NEEDED.get(operation)
        return needed is None or principal.has_any(needed)
