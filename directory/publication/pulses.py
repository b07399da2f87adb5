"""The market's pulse as it has been released, read for a publication."""

import json

from django.db.models import Count, Max

from directory.models import PulseMonth
from directory.publication.snapshot import Snapshot

# So far back a publication tells, and the trend looks for seasons.
MONTHS_KEPT = 26


def read_pulse(standing: Snapshot | None) -> tuple[str, dict[str, bytes]]:
    """A stamp of what has been released, and JSON by region: by month and session, oldest first.

    Where nothing was released since `standing`, its bytes are taken over.
    """
    found = PulseMonth.objects.aggregate(rows=Count("pk"), newest=Max("released_at"))
    if not found["rows"]:
        return "", {}
    stamp = f"{found['rows']} {found['newest'].isoformat()}"
    if standing is not None and standing.pulse_stamp == stamp:
        return stamp, {code: standing.pulse_bytes(code) for code in standing.pulse_regions}
    months = PulseMonth.objects.order_by("-month").values_list("month", flat=True).distinct()
    kept = set(months[:MONTHS_KEPT])
    regions: dict[str, dict[str, dict[str, object]]] = {}
    rows = PulseMonth.objects.order_by("region_code", "month", "session")
    for code, month, session, said in rows.values_list("region_code", "month", "session", "said"):
        if month in kept:
            regions.setdefault(code, {}).setdefault(f"{month:%Y-%m}", {})[session] = said
    return stamp, {
        code: json.dumps(said, separators=(",", ":")).encode() for code, said in regions.items()
    }
