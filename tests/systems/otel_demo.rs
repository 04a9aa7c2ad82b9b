//! The demo of OpenTelemetry. C02 is not here: in the release that was read every call is made in a protocol that its callee speaks. What
//! no rule can see: consumers log what fails and go on.

use super::System;

pub(crate) const SYSTEM: System = System {
    name: "otel-demo",
    known: &[
        ("C03", "`astronomy.v1.ShippingService`"),
        ("C03", "`astronomy.v1.EmailService`"),
        ("C03", "`astronomy.v1.FeatureFlagService`"),
        ("E06", "`checkout` sends to `orders`"),
        ("E03", "`accounting` may fail on events of `orders`"),
        ("E03", "`fraud-detection` may fail on events of `orders`"),
        ("E04", "`fraud-detection` .. `orders`"),
        ("P01", "`orders` may carry `pii`"),
        ("P03", "`SECRET_KEY_BASE` of `flagd-ui`"),
        ("P03", "`DB_CONNECTION_STRING` of `product-catalog`"),
        ("A02", "one `flagd` runs, and `POST /api/checkout`"),
        ("A02", "one `valkey-cart` runs"),
        ("A02", "one `frontend-proxy` runs"),
        ("S04", "`cart` is in `valkey-cart`"),
        ("S02", "`flagd` reads `flag-file`, which belongs to `flagd-ui`"),
        ("X01", "`PlaceOrder` .. `payment.Charge` .. `shipping POST /ship-order`"),
        ("A05", "`PlaceOrder` .. `product-catalog.GetProduct` once for each item"),
        ("T01", "`checkout` calls `payment.Charge`"),
        ("T02", "`frontend-proxy` waits 15s for `frontend POST /api/checkout`"),
    ],
    judged: &[
        (
            "A02",
            "one container of each; payment asks flagd before each charge, so that flagd is one of them",
        ),
        ("A05", "each is a loop in the code; some of them ask side by side"),
        (
            "C03",
            "shipping and email have gone over to HTTP, flags to flagd: 8 RPCs are left that nobody serves; nothing searches",
        ),
        ("E03", "a consumer that fails logs it, and the order is gone"),
        ("E04", "fraud-detection counts what comes"),
        ("E06", "the producer wants no acknowledgement, as a comment in its code says"),
        ("P01", "orders carry the address of the customer; nobody has said who may read the topic"),
        ("P02", "the proxy sends everything on in plain text, to whoever answers"),
        ("P03", "both stand in the repository as they are used"),
        ("R01", "nobody has written down what it is to do"),
        ("S02", "two containers mount one folder: flagd-ui writes what flagd reads"),
        ("S04", "carts are in Valkey only, which keeps nothing on disk"),
        ("T01", "no client of a service sets a deadline, and Envoy has none for the flags"),
        ("T02", "Envoy gives up after 15 s on a frontend that goes on waiting"),
        ("X01", "the card is charged before the parcel leaves, and no RPC gives money back"),
    ],
};
