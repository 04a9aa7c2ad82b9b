"""Who may do what in catalogue."""

import pytest

from shop_catalogue.core import policy
from shop_runtime.auth import Principal


def test_an_operation_may_want_more_than_a_verified_caller(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(policy, "NEEDED", {"refund": frozenset({"admin", "refunds:write"})})
    rules = policy.CataloguePolicy()
    clerk = Principal(subject="alice", roles=frozenset({"clerk"}))
    admin = Principal(subject="bob", roles=frozenset({"admin"}))
    client = Principal(subject="shop", scopes=frozenset({"refunds:write"}))
    assert rules.allow(clerk, "read")
    assert not rules.allow(clerk, "refund")
    assert rules.allow(admin, "refund")
    assert rules.allow(client, "refund")
