"""The channel on which a new publication's number is announced (LISTEN/NOTIFY)."""

CHANNEL = "publication"
