"""Asking for an export, stopping it, and fetching its file: each by its owner alone."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from directory import access, exports, file_jobs
from directory.errors import EntryErrors
from directory.imports import tasks
from directory.imports.vocabulary import templates
from directory.kinds import Action, Kind
from directory.models import ExportJob, Official


@transaction.atomic
def ask(official: Official, *, template: str, format: str, filters: Mapping[str, str]) -> ExportJob:
    """Has a file made of the places that `filters` leave of those he may see."""
    region = filters.get("region") or official.office.region_code
    if filters.get("region"):
        access.require(official, Action.ADD, Kind.EXPORT, region)
        access.require(official, Action.VIEW, Kind.MARKET, region)
    elif not access.may_anywhere(official, Action.ADD, Kind.EXPORT):
        raise PermissionDenied(_("您的角色没有这项权限"))
    if template not in templates():
        raise EntryErrors({"template": [_("没有这个模板")]})
    if format not in ExportJob.Format.values:
        raise EntryErrors({"format": [_("没有这种格式")]})
    if file_jobs.has_too_many(ExportJob, official):
        most = file_jobs.MOST_WAITING
        raise EntryErrors({"": [_("您已有 %(most)d 个导出在等待") % {"most": most}]})
    kept = {name: filters[name][:60] for name in exports.FILTERS if filters.get(name)}
    job = ExportJob.objects.create(
        official=official, region_code=region, template=template, format=format, filters=kept
    )
    tasks.export_later(job)
    return job


def own(official: Official, job: ExportJob) -> ExportJob:
    """PermissionDenied for anybody but its owner, whatever his role."""
    if job.official_id != official.pk or not official.is_active:
        raise PermissionDenied(_("导出的文件只有导出人自己可以下载"))
    return job


@transaction.atomic
def cancel(official: Official, job: ExportJob) -> None:
    own(official, job)
    file_jobs.cancel(job)
