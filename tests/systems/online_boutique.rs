//! Google's shop. What no rule can see: paymentservice writes whole requests, with the number of the card, to its log; two requests that
//! put something into one cart at once lose one of them; carts have no end.

use super::System;

pub(crate) const SYSTEM: System = System {
    name: "online-boutique",
    known: &[
        ("S04", "`cartservice` is in `redis-cart`"),
        ("A02", "one `redis-cart` runs, and `GET /` of `frontend`"),
        ("A02", "one `frontend` runs, and its `GET /`"),
        ("A02", "one `checkoutservice` runs, and `POST /cart/checkout`"),
        ("X01", "`PlaceOrder` .. `paymentservice.Charge` .. `shippingservice.ShipOrder`"),
        ("A05", "`PlaceOrder` .. `productcatalogservice.GetProduct` once for each item"),
        ("A05", "`PlaceOrder` .. `currencyservice.Convert` once for each item"),
        ("A05", "`GET /cart` .. `currencyservice.Convert` once for each item"),
        ("T01", "`checkoutservice` calls `paymentservice.Charge`"),
        ("T01", "`checkoutservice` calls `emailservice.SendOrderConfirmation`"),
        ("T01", "`frontend` calls `checkoutservice.PlaceOrder`"),
        ("T05", "`currencyservice.Convert` goes on after `checkoutservice`"),
        ("C06", "adservice/boutique/v1/shop.proto .. the copies are equal"),
        ("C06", "cartservice/Cart.proto .. copy of a part"),
        ("C03", "`productcatalogservice.SearchProducts`"),
        ("P02", "error .. `frontend` calls `checkoutservice.PlaceOrder`"),
    ],
    judged: &[
        ("A02", "the manifests name no number of replicas, so one of each runs, also of Redis"),
        ("A05", "each is a loop in the code, one request after the other"),
        ("C03", "the frontend has no search"),
        ("C06", "adservice has the whole contract once more, cartservice its part of it"),
        (
            "P02",
            "channels are plain text and nobody asks who calls; what carries cards and addresses by its contract is an error, and GetQuote of \
             the frontend leaves the address empty",
        ),
        ("R01", "nobody has written down what it is to do"),
        ("S04", "carts are in Redis only, on a volume that goes with the pod"),
        ("T01", "no client but that of adverts sets a deadline"),
        ("T05", "the conversion has a context of its own"),
        ("X01", "the card is charged before the parcel leaves, and no RPC gives money back"),
    ],
};
