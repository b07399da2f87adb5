"""Demand and candidate sites in sets, scenarios and their runs, searches that found nothing."""

from planning.models.scenario import Run, Scenario
from planning.models.sets import CandidateSet, CandidateSite, DemandPoint, DemandSet, PointSet
from planning.models.sharing import ShareLink
from planning.models.unmet import UnmetSearch

__all__ = [
    "CandidateSet",
    "CandidateSite",
    "DemandPoint",
    "DemandSet",
    "PointSet",
    "Run",
    "Scenario",
    "ShareLink",
    "UnmetSearch",
]
