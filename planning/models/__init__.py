"""Demand and candidate sites, in sets."""

from planning.models.sets import CandidateSet, CandidateSite, DemandPoint, DemandSet, PointSet

__all__ = ["CandidateSet", "CandidateSite", "DemandPoint", "DemandSet", "PointSet"]
