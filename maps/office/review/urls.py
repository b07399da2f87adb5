"""Review: what has been proposed, and who makes it count."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.kinds import Action, Kind
from maps.office.navigation import Entry
from maps.office.review import views
from maps.office.review.listing import back_with, waiting_for
from maps.office.rules import official_of

urlpatterns = [
    path("review/<int:pk>", views.proposal, name="review_proposal"),
    path("review/<int:pk>/approve", views.approve, name="review_approve"),
    path("review/<int:pk>/send-back", views.send_back, name="review_send_back"),
    path("review/<int:pk>/submit", views.submit, name="review_submit"),
    path("review/<int:pk>/withdraw", views.withdraw, name="review_withdraw"),
    path("review/<int:pk>/rebase", views.rebase, name="review_rebase"),
]
navigation = [
    Entry(
        gettext_lazy("变更审核"),
        "office:review_list",
        "rate_review",
        Kind.PROPOSAL,
        Action.VIEW,
        position=20,
    )
]


def cards(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits for this official: to be reviewed, or to be done again."""
    official = official_of(request)
    listed = reverse("office:review_list")
    counted = [
        (_("待我审核"), waiting_for(official).count(), "?whose=waiting"),
        (_("退回给我的申请"), back_with(official).count(), "?whose=back"),
    ]
    return [
        {"title": title, "count": count, "href": listed + query}
        for title, count, query in counted
        if count
    ]
