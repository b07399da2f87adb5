"""Links by which somebody without an account reads the answer of one run."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.kinds import Kind
from directory.models import Official
from planning.models.scenario import Run


class ShareLink(models.Model):
    """Whoever has `token` may read, until the link is taken back."""

    access_kind = Kind.PLAN
    access_region = "run__region_code"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="links")
    token = models.CharField(max_length=43, unique=True)
    created_by = models.ForeignKey(
        Official, verbose_name=_("建立人"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("收回时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("共享链接")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.created_at:%Y-%m-%d}"
