"""The kinds of object that officials work on, and what may be done to them. No Django here."""

from enum import StrEnum


class Kind(StrEnum):
    """What a permission is about; every model of the officials' work names one."""

    MARKET = "market"
    PROPOSAL = "proposal"
    STATUS = "status"
    DECISION = "decision"
    EVENT = "event"
    CONFIRMATION = "confirmation"
    DUPLICATE = "duplicate"
    REPORT = "report"
    PERSONAL = "personal"
    RETURN = "return"
    IMPORT = "import"
    MAPPING = "mapping"
    EXPORT = "export"
    COUNT = "count"
    BRIEFING = "briefing"
    HISTORY = "history"
    PUBLICATION = "publication"
    OFFICE = "office"
    OFFICIAL = "official"
    VOCABULARY = "vocabulary"
    PLAN = "plan"


class Action(StrEnum):
    """`add` and `change` put something forward; `approve` and `decide` make it count."""

    VIEW = "view"
    ADD = "add"
    CHANGE = "change"
    APPROVE = "approve"
    DECIDE = "decide"


class Role(StrEnum):
    """Whose work it is. Which regions it covers is said by each assignment."""

    DISTRICT_CLERK = "district_clerk"
    DISTRICT_LEAD = "district_lead"
    CITY = "city"
    PROVINCE = "province"
    COUNTER = "counter"
    PLANNER = "planner"
    DEPARTMENT = "department"
    AUDITOR = "auditor"
    SYSADMIN = "sysadmin"


# Roles given for counties only, for cities only, for provinces only; the others for any region.
LEVELS = {
    Role.DISTRICT_CLERK: "county",
    Role.DISTRICT_LEAD: "county",
    Role.CITY: "city",
    Role.PROVINCE: "province",
}
