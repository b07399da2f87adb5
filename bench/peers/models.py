"""The publication's places as a flat table, with the indices that its questions want."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField


class Place(models.Model):
    """`gone`: ordinal of the first day of being closed for good."""

    id = models.TextField(primary_key=True)
    name = models.TextField()
    nature = models.TextField()
    form = models.TextField()
    region = models.TextField()
    address = models.TextField()
    office = models.TextField()
    hours = models.TextField()
    gone = models.IntegerField()
    trades = ArrayField(models.TextField())
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
