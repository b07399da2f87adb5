"""Which of the world's examples stands in the address of each officials' page."""

from collections.abc import Callable
from typing import Any

from tests.factories.ledger import COUNTY

# URL name → its arguments; a callable takes the world.
ARGUMENTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "office:app_list": lambda world: {"app_label": "directory"},
    "office:places_base": lambda world: {"code": COUNTY},
    "office:people_term": lambda world: {"kind": "trades", "code": "mason"},
    "office:imports_template": lambda world: {"code": 370000},
    "office:monitoring_correct": lambda world: {"key": world.count.key},
    "office:monitoring_cancel": lambda world: {"pk": world.briefing.pk},
    "office:monitoring_file": lambda world: {"pk": world.briefing.pk},
    "office:imports_row": lambda world: {"pk": world.batch.pk, "row": world.row.pk},
    "office:people_revoke": lambda world: {"pk": world.person.pk, "role": world.role.pk},
    "office:people_office": lambda world: {"pk": world.office.pk},
    "office:planner_demand_new": lambda world: {"origin": "population"},
    "office:planner_candidates_new": lambda world: {"origin": "grid"},
    "office:planner_demand": lambda world: {"pk": world.demand.pk},
    "office:planner_candidates": lambda world: {"pk": world.candidates.pk},
    "office:planner_run": lambda world: {"pk": world.run.pk},
    "office:planner_run_again": lambda world: {"pk": world.run.pk},
    "office:planner_run_stop": lambda world: {"pk": world.run.pk},
    "office:planner_hand_in": lambda world: {"pk": world.run.pk},
    "office:planner_reports": lambda world: {"pk": world.run.pk},
    "office:planner_report_new": lambda world: {"pk": world.run.pk},
    "office:planner_report_file": lambda world: {"pk": world.plan_report.pk},
    "office:planner_report_cancel": lambda world: {"pk": world.plan_report.pk},
    "office:planner_batch": lambda world: {"batch": "county-1"},
    "office:planner_share": lambda world: {"pk": world.run.pk},
    "office:planner_unshare": lambda world: {"pk": world.link.pk},
    "office:planner_try": lambda world: {"pk": world.run.pk},
    "office:returns_file": lambda world: {"pk": world.owed.pk, "file": world.attached.pk},
    "office:upkeep_pair": lambda world: {
        "public_id": world.market.public_id,
        "other_id": world.other.public_id,
    },
}
# Pages whose object is the same for every region.
COMMON = frozenset(
    {
        "office:app_list",
        "office:places_base",
        "office:people_term",
        "office:imports_template",
        "office:planner_demand_new",
        "office:planner_candidates_new",
    }
)
# Pages of what belongs to one person: to everybody else they are shut.
PERSONAL = frozenset(
    {
        "office:exports_file",
        "office:exports_cancel",
        "office:monitoring_file",
        "office:monitoring_cancel",
    }
)

# A page about a place, a report and so on takes that of the world under its usual name.
_USUAL = {
    "public_id": {
        "places": "market",
        "gate": "market",
        "history": "market",
        "upkeep": "market",
        "events": "event",
    },
    "pk": {
        "review": "proposal",
        "reports": "report",
        "imports": "batch",
        "exports": "export",
        "people": "person",
        "returns": "owed",
    },
}


def _usual(names: dict[str, str]) -> None:
    """Fills in `ARGUMENTS` for the addresses that take the world's object of an area."""
    for name, key in names.items():
        area = name.removeprefix("office:").split("_")[0]
        attribute = _USUAL[key][area]
        ARGUMENTS[name] = lambda world, key=key, attribute=attribute: {
            key: getattr(getattr(world, attribute), key)
        }


_usual(
    {
        "office:places_page": "public_id",
        "office:places_edit": "public_id",
        "office:gate_decide": "public_id",
        "office:gate_status": "public_id",
        "office:history_place": "public_id",
        "office:history_place_on": "public_id",
        "office:upkeep_confirm": "public_id",
        "office:upkeep_unmerge": "public_id",
        "office:events_page": "public_id",
        "office:events_edit": "public_id",
        "office:events_publish": "public_id",
        "office:events_unpublish": "public_id",
        "office:review_proposal": "pk",
        "office:review_approve": "pk",
        "office:review_send_back": "pk",
        "office:review_submit": "pk",
        "office:review_withdraw": "pk",
        "office:review_rebase": "pk",
        "office:reports_report": "pk",
        "office:reports_take": "pk",
        "office:reports_answer": "pk",
        "office:reports_dismiss": "pk",
        "office:reports_reroute": "pk",
        "office:reports_propose": "pk",
        "office:reports_contact": "pk",
        "office:imports_batch": "pk",
        "office:imports_progress": "pk",
        "office:imports_choose": "pk",
        "office:imports_step": "pk",
        "office:imports_review": "pk",
        "office:imports_all": "pk",
        "office:exports_file": "pk",
        "office:exports_cancel": "pk",
        "office:returns_page": "pk",
        "office:returns_due": "pk",
        "office:returns_compare": "pk",
        "office:returns_rows": "pk",
        "office:returns_prepare": "pk",
        "office:returns_sign": "pk",
        "office:returns_decide": "pk",
        "office:returns_workbook": "pk",
        "office:returns_pdf": "pk",
        "office:people_page": "pk",
        "office:people_edit": "pk",
        "office:people_act": "pk",
        "office:people_grant": "pk",
    }
)
