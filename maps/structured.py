"""A place in the words of schema.org, for search engines and whoever else reads JSON-LD.

Only what the record says: an unknown fee, unknown hours and a missing telephone are left out.
"""

import datetime as dt
from typing import Any

from directory.publication import Snapshot
from directory.records import PlaceRecord
from maps import cards, opening
from maps.verdict import phone_of

CONTEXT = "https://schema.org"
GONE = ("closed", "moved")


def place_data(snapshot: Snapshot, place: PlaceRecord, today: dt.date, url: str) -> dict[str, Any]:
    """`url` is the place's absolute address in Chinese, which is its `@id` too."""
    status = place.status_on(today)
    gone = status is not None and status.status in GONE
    public_hall = place.nature == "public" and place.form != "kerb"
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "GovernmentOffice" if public_hall else "Place",
        "@id": url,
        "url": url,
        "identifier": place.id,
        "name": place.name,
        "alternateName": list(place.aliases),
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": round(place.lat, 6),
            "longitude": round(place.lon, 6),
        },
        "address": _address(place),
        "telephone": "" if gone else phone_of(place),
        "isAccessibleForFree": place.free,
        "amenityFeature": _amenities(snapshot, place),
    }
    if not gone:
        data |= opening.specifications(snapshot, place, today)
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def _address(place: PlaceRecord) -> dict[str, str]:
    names = place.region_names
    return {
        "@type": "PostalAddress",
        "addressCountry": "CN",
        **({"addressRegion": names[0]} if names else {}),
        **({"addressLocality": "".join(names[1:]) + place.town} if len(names) > 1 else {}),
        "streetAddress": place.address,
    }


def _amenities(snapshot: Snapshot, place: PlaceRecord) -> list[dict[str, Any]]:
    return [
        {
            "@type": "LocationFeatureSpecification",
            "name": cards.named(snapshot.facilities[code]),
            "value": True,
        }
        for code in place.facilities
        if code in snapshot.facilities
    ]
