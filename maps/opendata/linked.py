"""A publication's files in the words of schema.org, for the search engines of data sets."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.opendata import files
from directory.opendata.index import Entry
from maps.structured import CONTEXT


def dataset(entry: Entry, base: str, demo: bool) -> dict[str, Any]:
    """`base`: scheme and host. The address of the publication is the `@id`, in either language."""
    home = f"{base}/data/{entry.number}/"
    name = _("零工地图：公开的零工市场名录，第 %(number)d 期") % {"number": entry.number}
    invented = _("这一期是演示数据：地点、时间和电话都是为了演示编的。")
    about = _("经审定公开的零工市场、零工驿站和路边聚集点：位置、运行时间、工种、服务和电话。")
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": home,
        "url": f"{base}{reverse('opendata_publication', args=[entry.number])}",
        "name": name,
        "description": f"{invented}{about}" if demo else about,
        "version": str(entry.number),
        "datePublished": entry.built_at.isoformat(timespec="seconds"),
        "isAccessibleForFree": True,
        "license": settings.DATA_LICENCE_URL or settings.DATA_LICENCE,
        "creator": {
            "@type": "Organization",
            "name": settings.CONTACT_OFFICE or _("零工地图"),
            "url": f"{base}/",
        },
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": _("下载数据"),
            "url": f"{base}{reverse('opendata')}",
        },
        "distribution": [
            {
                "@type": "DataDownload",
                "name": made.name,
                "contentUrl": f"{home}{made.name}",
                "encodingFormat": files.media_type(made.name).partition(";")[0],
                "contentSize": f"{made.bytes} B",
                "sha256": made.sha256,
            }
            for made in entry.files
            if made.name in files.DATA
        ],
    }
