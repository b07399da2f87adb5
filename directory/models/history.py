"""The history of the ledger as the database writes it; to the application it is there to read."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind


class HistoryIsFinal(Exception):
    """Somebody tried to write, change or delete an entry of the history."""

    def __init__(self) -> None:
        super().__init__(_("历史只能由数据库自动追加，不能写入、修改或删除"))


class HistoryQuerySet(QuerySet["HistoryEntry"]):
    """Reads; whatever would write is refused before it reaches the database."""

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise HistoryIsFinal

    create = update = delete = _refuse
    bulk_create = bulk_update = get_or_create = update_or_create = _refuse
    _raw_delete = _update = _insert = _refuse


class HistoryEntry(models.Model):
    """One change of one row of a watched table (directory/history_watched.py).

    `after` is the whole row as it then stood, None once deleted; `before` the old values of what
    changed, or of the whole row that was deleted. Entries of one transaction follow each other.
    The table is made by directory/sql/history.sql, and Django leaves it alone: no flush of a test
    database empties it.
    """

    class Operation(models.TextChoices):
        BASELINE = "baseline", _("开始记录时已有")
        INSERT = "insert", _("新增")
        UPDATE = "update", _("修改")
        DELETE = "delete", _("删除")
        PAUSE = "pause", _("暂停记录")

    access_kind = Kind.HISTORY
    access_region = "region_code"

    seq = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"))
    txid = models.BigIntegerField(_("事务"))
    # Keys and names, not references: an entry stays as it was written.
    official = models.BigIntegerField(_("操作人编号"), null=True)
    actor = models.TextField(_("操作人"))
    act = models.TextField(_("事项"))
    reason = models.TextField(_("理由"))
    db_role = models.TextField(_("数据库用户"))
    kind = models.TextField(_("对象类型"))
    object_pk = models.BigIntegerField(_("对象编号"))
    market_pk = models.BigIntegerField(_("市场编号"), null=True)
    public_id = models.TextField(_("编号"))
    region_code = models.TextField(_("区划代码"))
    region_before = models.TextField(_("原区划代码"))
    operation = models.TextField(_("变更"), choices=Operation.choices)
    before = models.JSONField(_("原值"), null=True)
    after = models.JSONField(_("新值"), null=True)
    prev_hash = models.TextField(_("前一校验值"))
    hash = models.TextField(_("校验值"))

    objects = HistoryQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "directory_historyentry"
        verbose_name = verbose_name_plural = _("历史记录")
        ordering = ["-seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.operation} {self.kind} {self.object_pk}"

    def save(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise HistoryIsFinal

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise HistoryIsFinal
