"""The publication's places as a flat table, with the indices that its questions want."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField


class Place(models.Model):
    """The columns of `bench.peers.columns`, and what is asked for.

    `gone`: ordinal of the first day of being closed for good; `trade_codes`: those in `trades`.
    """

    id = models.TextField(primary_key=True)
    name = models.TextField()
    nature = models.TextField()
    form = models.TextField()
    region = models.TextField()
    address = models.TextField()
    office = models.TextField()
    scope = models.TextField()
    operator = models.TextField()
    town = models.TextField()
    directions = models.TextField()
    van_bay = models.TextField()
    hours = models.TextField()
    hours_note = models.TextField()
    hotline = models.TextField()
    complaint_line = models.TextField()
    free = models.BooleanField(null=True)
    demo = models.BooleanField()
    accuracy_m = models.IntegerField()
    region_names = models.JSONField()
    aliases = models.JSONField()
    peaks = models.JSONField()
    trades = models.JSONField()
    zones = models.JSONField()
    services = models.JSONField()
    facilities = models.JSONField()
    contacts = models.JSONField()
    confirmed = models.JSONField()
    statuses = models.JSONField()
    links = models.JSONField()
    predecessors = models.JSONField()
    gone = models.IntegerField()
    trade_codes = ArrayField(models.TextField())
    geom = models.PointField()
    geog = models.PointField(geography=True)

    class Meta:
        managed = False
        db_table = "bench_place"

    def __str__(self) -> str:
        return self.name


class Span(models.Model):
    place = models.ForeignKey(Place, models.CASCADE, related_name="spans")
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "bench_span"

    def __str__(self) -> str:
        return f"{self.starts}–{self.ends}"
