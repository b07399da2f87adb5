"""A file of places on its way into the ledger, row by row."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models.jobs import Work
from directory.models.market import Market
from directory.models.people import Official
from directory.models.vocabulary import Office
from geo.models import Datum


class ImportMapping(models.Model):
    """Which heading an office reads as which field: kept for its next file of that layout."""

    access_kind = Kind.MAPPING
    access_region = "office__region_code"

    office = models.ForeignKey(
        Office, verbose_name=_("机构"), on_delete=models.CASCADE, related_name="import_mappings"
    )
    template = models.CharField(_("模板"), max_length=6)
    name = models.CharField(_("名称"), max_length=60)
    fields = models.JSONField(_("列对应"), default=dict)
    updated_at = models.DateTimeField(_("修改时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("列对应")
        ordering = ["office", "template", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "template", "name"], name="mapping_name_once_an_office"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="mapping_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportBatch(Work):
    """One uploaded file. What is approved is its `version`, which grows with every choice.

    `stored` names it in the private storage "imports", empty once it has been deleted.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("等待读取")
        MAPPING = "mapping", _("待确认列对应")
        READING = "reading", _("正在读取")
        PREVIEW = "preview", _("待核对")
        SUBMITTED = "submitted", _("待审核")
        SENT_BACK = "sent_back", _("已退回")
        APPROVED = "approved", _("已批准，等待写入")
        APPLYING = "applying", _("正在写入")
        APPLIED = "applied", _("已写入")
        CANCELLED = "cancelled", _("已取消")
        FAILED = "failed", _("未成功")

    class Gone(models.TextChoices):
        """What becomes of places that the ledger has and the file has not; never deleted."""

        KEEP = "keep", _("保留不动")
        CLOSE = "close", _("提出关闭，另行审核")

    class Blank(models.TextChoices):
        KEEP = "keep", _("保留台账原值")
        CLEAR = "clear", _("清空台账原值")

    access_kind = Kind.IMPORT
    access_region = "region_code"

    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("文件校验"), max_length=64)
    size = models.PositiveIntegerField(_("文件大小"))
    stored = models.CharField(_("存放"), max_length=200, blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("机构"), on_delete=models.PROTECT, related_name="imports"
    )
    region_code = models.CharField(_("区划代码"), max_length=6)
    uploader = models.ForeignKey(
        Official, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="imports"
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.UPLOADED, db_index=True
    )
    version = models.PositiveIntegerField(_("版本"), default=1)

    template = models.CharField(_("模板"), max_length=6)
    datum = models.CharField(
        _("坐标系"), max_length=10, choices=Datum.choices, blank=True, default=""
    )
    gone = models.CharField(
        _("文件里没有的地点"), max_length=5, choices=Gone.choices, default=Gone.KEEP
    )
    blank = models.CharField(_("空单元格"), max_length=5, choices=Blank.choices, default=Blank.KEEP)
    defaults = models.JSONField(_("缺省值"), default=dict, blank=True)
    mapping = models.JSONField(_("列对应"), default=dict, blank=True)
    # As the file has them: columns with headings, sheets, rows that are no place.
    columns = models.JSONField(default=list, blank=True)
    sheets = models.JSONField(default=list, blank=True)
    skipped = models.JSONField(default=list, blank=True)
    counts = models.JSONField(_("数目"), default=dict, blank=True)

    note = models.CharField(_("说明"), max_length=500, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    approver = models.ForeignKey(
        Official,
        verbose_name=_("审核人"),
        on_delete=models.PROTECT,
        related_name="approved_imports",
        null=True,
        blank=True,
    )
    approved_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    review_note = models.CharField(_("审核意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导入")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "uploaded", "mapping", "reading", "preview", "submitted", "sent_back",
                        "approved", "applying", "applied", "cancelled", "failed",
                    ]
                ),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{6}$"), name="import_region_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("uploader")),
                name="nobody_approves_his_own_import",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "applying", "applied", "sent_back"])
                | (Q(approver__isnull=False) & Q(approved_at__isnull=False)),
                name="a_reviewed_import_names_its_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back") | ~Q(review_note=""),
                name="import_sent_back_with_words",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """A row of the file beside the place it is about, or a place that the file has not.

    `entry` is the whole PlaceInput that would be written, `changes` its differences as they were
    shown ([part, before, after]). `base_version` is the version of the place that was compared.
    """

    class Sort(models.TextChoices):
        NEW = "new", _("新增")
        CHANGED = "changed", _("变更")
        UNCHANGED = "unchanged", _("无变化")
        GONE = "gone", _("文件里没有")
        ERROR = "error", _("有错误")
        DUPLICATE = "duplicate", _("疑似重复")
        UNPLACED = "unplaced", _("没有位置")
        FOREIGN = "foreign", _("不属于本区域")

    class Decision(models.TextChoices):
        NONE = "", _("未决定")
        LEAVE_OUT = "leave_out", _("不导入这一行")
        IS_NEW = "is_new", _("是新地点")
        SAME_AS = "same_as", _("就是已有地点")
        KEEP = "keep", _("保留不动")
        CLOSE = "close", _("提出关闭")

    access_kind = Kind.IMPORT
    access_region = "batch__region_code"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField(_("次序"))
    sheet = models.CharField(_("工作表"), max_length=100, blank=True)
    row = models.PositiveIntegerField(_("行"), default=0)
    name = models.CharField(_("名称"), max_length=80, blank=True)
    sort = models.CharField(_("类别"), max_length=10, choices=Sort.choices)
    values = models.JSONField(default=dict)
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    market = models.ForeignKey(
        Market, on_delete=models.SET_NULL, related_name="import_rows", null=True, blank=True
    )
    base_version = models.PositiveIntegerField(null=True, blank=True)
    entry = models.JSONField(null=True, blank=True)
    changes = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    decision = models.CharField(
        _("决定"), max_length=10, choices=Decision.choices, blank=True, default=""
    )
    same_as = models.CharField(_("已有地点"), max_length=12, blank=True)
    # Placed by hand or by its town: {lon, lat, datum, accuracy_m}.
    placed = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导入的行")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="import_row_once"),
            models.CheckConstraint(
                condition=Q(
                    sort__in=[
                        "new",
                        "changed",
                        "unchanged",
                        "gone",
                        "error",
                        "duplicate",
                        "unplaced",
                        "foreign",
                    ]
                ),
                name="import_row_sort_known",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", "leave_out", "is_new", "same_as", "keep", "close"]),
                name="import_row_decision_known",
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "sort", "position"], name="import_row_by_sort"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"
