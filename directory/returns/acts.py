"""The steps after the validation: explain, sign, hand up, accept or send back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors
from directory.history import attribute
from directory.kinds import Action, Kind
from directory.models import Official, Return, ReturnFinding
from directory.models.people import ROLE_LABELS
from directory.models.returns import MOST_TEXT, MOST_WORDS
from directory.returns.freezing import BEFORE_SIGNING
from directory.returns.standing import State, frozen, is_above, locked
from directory.returns.validating import WARNING, errors


@transaction.atomic
def explain(by: Official, one: Return, finding: ReturnFinding, words: str) -> None:
    """A warning's reason, kept with the return; empty words take it back. Before the signing."""
    held = locked(by, one, None, BEFORE_SIGNING)
    if finding.severity != WARNING or finding.copy.of_id != held.pk:
        raise EntryErrors({"": [_("错误要在台账里改正，不能只写说明")]})
    attribute(by, "return.validate", words.strip()[:200])
    finding.explanation = words.strip()[:MOST_WORDS]
    finding.save(update_fields=["explanation"])


@transaction.atomic
def describe(by: Official, one: Return, version: int, measures: str) -> None:
    """The text of measures (工作措施)."""
    one = locked(by, one, version, BEFORE_SIGNING)
    attribute(by, "return.measures")
    one.measures = measures.strip()[:MOST_TEXT]
    one.version += 1
    one.save()


@transaction.atomic
def sign(by: Official, one: Return, version: int) -> None:
    """By another person than the one who froze it; refused while the copy has errors."""
    one = locked(by, one, version, (State.VALIDATED,), Action.APPROVE)
    if one.frozen_by_id == by.pk:
        raise PermissionDenied(_("冻结的人不能签发，请另一位负责人签发"))
    copy = frozen(one)
    wrong = errors(copy)
    if wrong:
        raise EntryErrors({"": [_("还有 %(wrong)d 处错误没有改正") % {"wrong": wrong}]})
    unsaid = copy.findings.filter(kind="part-missing", explanation="").count()
    if unsaid:
        raise EntryErrors({"": [_("缺下级上报的 %(n)d 处还没有写明原因") % {"n": unsaid}]})
    attribute(by, "return.sign")
    one.state, one.signed_by, one.signed_at = State.SIGNED, by, timezone.now()
    one.signed_as = _role_of(by, one.region_code)
    one.version += 1
    one.save()


@transaction.atomic
def hand_up(by: Official, one: Return, version: int) -> None:
    one = locked(by, one, version, (State.SIGNED,), Action.APPROVE)
    attribute(by, "return.hand_up")
    one.state, one.handed_up_at = State.HANDED_UP, timezone.now()
    one.version += 1
    one.save()


@transaction.atomic
def accept(by: Official, one: Return, version: int) -> None:
    one = locked(by, one, version, (State.HANDED_UP,), Action.DECIDE)
    require_above(by, one)
    attribute(by, "return.accept")
    one.state, one.decided_by, one.decided_at = State.ACCEPTED, by, timezone.now()
    one.version += 1
    one.save()


@transaction.atomic
def send_back(by: Official, one: Return, version: int, reason: str) -> None:
    """With a reason; it is frozen anew, and the copy that was handed up stays."""
    reason = reason.strip()
    if not reason:
        raise EntryErrors({"reason": [_("写明退回的理由")]})
    one = locked(by, one, version, (State.HANDED_UP,), Action.DECIDE)
    require_above(by, one)
    attribute(by, "return.send_back", reason[:200])
    one.state, one.reason = State.SENT_BACK, reason[:MOST_WORDS]
    one.decided_by, one.decided_at = by, timezone.now()
    one.version += 1
    one.save()


def require_above(by: Official, one: Return) -> None:
    """PermissionDenied but for the level above; what the ministry said of a province's return is
    recorded by somebody of the province who did not sign it."""
    recorded = one.level == "province" and by.pk != one.signed_by_id
    if not is_above(by, one, Action.DECIDE) and not recorded:
        raise PermissionDenied(_("由上一级接收或退回"))


def may_decide(by: Official, one: Return) -> bool:
    try:
        require_above(by, one)
    except PermissionDenied:
        return False
    return access.may(by, Action.DECIDE, Kind.RETURN, one.region_code)


def _role_of(by: Official, region_code: str) -> str:
    """The role by which he signs, in words."""
    roles = access.grants()[Kind.RETURN, Action.APPROVE]
    for held in by.roles.all():
        if held.role in roles and access.within(region_code, held.region_code):
            return str(dict(ROLE_LABELS.items())[held.role])  # type: ignore[index]
    return ""
