"""Demand and candidate sites, in sets; scenarios that stand on them, and their runs."""

from planning.models.scenario import Run, Scenario
from planning.models.sets import CandidateSet, CandidateSite, DemandPoint, DemandSet, PointSet

__all__ = [
    "CandidateSet",
    "CandidateSite",
    "DemandPoint",
    "DemandSet",
    "PointSet",
    "Run",
    "Scenario",
]
