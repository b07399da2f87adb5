"""What the peers' features say of a place: all that a record of the publication says."""

TEXTS = (
    "name", "nature", "form", "region", "address", "office", "scope", "operator", "town",
    "directions", "van_bay", "hours", "hours_note", "hotline", "complaint_line",
)  # fmt: skip
FLAGS = ("free", "demo")
NUMBERS = ("accuracy_m",)
# Lists, some of objects: ready JSON, which is kinder to a serializer than tables of their own.
NESTED = (
    "region_names", "aliases", "peaks", "trades", "zones", "services", "facilities", "contacts",
    "confirmed", "statuses", "links", "predecessors",
)  # fmt: skip
PROPERTIES = (*TEXTS, *FLAGS, *NUMBERS, *NESTED)
