"""Demand and candidate sites in sets, scenarios, runs and reports; searches that found nothing."""

from planning.models.reports import ReportJob
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
    "ReportJob",
    "Run",
    "Scenario",
    "ShareLink",
    "UnmetSearch",
]
