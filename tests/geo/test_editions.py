import pytest
import shapely
from django.db import IntegrityError, transaction
from shapely import MultiPolygon

from geo.editions import (
    EditionError,
    delete,
    edition_switched,
    live_edition,
    load_edition,
    switch,
)
from geo.models import Edition, Region
from geo.regions import NewRegion, centre_of, parent_of
from tests.geo.conftest import new_regions, square

pytestmark = pytest.mark.django_db


def load(name, regions=None, **options):
    return load_edition(
        new_regions() if regions is None else regions,
        name=name,
        source="测试",
        datum="wgs84",
        **options,
    )


def test_a_new_edition_is_hidden_and_changes_nothing_that_is_live(live):
    load("2026")
    assert live_edition() == live
    assert Region.objects.live().count() == 5
    assert Edition.objects.get(name="2026").state == "hidden"


def test_a_switch_puts_the_whole_edition_live_and_retires_the_one_before(live):
    load("2026", new_regions()[:3])
    switch("2026")
    live.refresh_from_db()
    assert live.state == "retired"
    assert live_edition().name == "2026"
    assert live_edition().live_at is not None
    assert set(Region.objects.live().values_list("code", flat=True)) == {
        "370000",
        "370400",
        "370402",
    }


def test_one_can_switch_back(live):
    load("2026")
    switch("2026")
    assert switch(live.name).state == "live"
    assert Edition.objects.get(name="2026").state == "retired"


def test_switching_to_what_is_live_already_changes_nothing(live):
    assert switch(live.name).live_at == live.live_at


def test_whoever_listens_hears_of_a_switch_after_its_commit(
    live, django_capture_on_commit_callbacks
):
    heard = []
    edition_switched.connect(listen := lambda edition, **_: heard.append(edition.name))
    load("2026")
    with django_capture_on_commit_callbacks(execute=True):
        switch("2026")
        assert heard == []
    assert heard == ["2026"]
    edition_switched.disconnect(listen)


def test_the_regions_that_a_file_lacks_are_carried_over(live):
    bigger = NewRegion("370402", "市中区", "county", square(117.5, 34.8, 0.2))
    loaded = load("2026", [bigger], carry=True)
    assert (loaded.written, loaded.carried) == (1, 4)
    switch("2026")
    codes = list(Region.objects.live().values_list("code", flat=True))
    assert codes == ["370000", "370400", "370402", "370404", "370405"]
    changed, same = (
        Region.objects.live().get(code="370402"),
        Region.objects.live().get(code="370404"),
    )
    assert changed.geom.area == pytest.approx(0.04)
    assert changed.parent_code == "370400"
    before = Region.objects.get(edition=live, code="370404")
    assert same.geom.equals_exact(before.geom, 0)
    assert (same.pinyin, same.initials, same.centre.coords) == (
        before.pinyin,
        before.initials,
        before.centre.coords,
    )


def test_a_later_switch_never_undoes_an_earlier_one(live):
    east = NewRegion("370402", "市中区", "county", square(117.5, 34.8, 0.2))
    west = NewRegion("370404", "峄城区", "county", square(117.5, 34.7, 0.05))
    load("east", [east], carry=True)
    load("west", [west], carry=True)
    switch("east")
    with pytest.raises(EditionError, match=r"沿用的是 2025.*使用的是 east"):
        switch("west")
    assert switch("2025").state == "live"
    assert switch("east").state == "live"


def test_an_abolished_region_is_not_carried_over(live):
    merged = NewRegion("370402", "市中区", "county", square(117.5, 34.7, 0.2))
    load("2026", [merged], carry=True, dropped=["370404"])
    switch("2026")
    assert not Region.objects.live().filter(code="370404").exists()


def test_an_edition_that_fails_half_way_leaves_nothing(live):
    twice = [*new_regions(), new_regions()[0]]
    with pytest.raises(IntegrityError), transaction.atomic():
        load("2026", twice)
    assert not Edition.objects.filter(name="2026").exists()
    assert Region.objects.count() == 5


def test_the_live_edition_cannot_be_deleted_and_a_hidden_one_can(live):
    load("2026")
    with pytest.raises(EditionError, match="正在使用"):
        delete(live.name)
    delete("2026")
    assert list(Edition.objects.all()) == [live]
    with pytest.raises(EditionError, match="没有版本 2026"):
        delete("2026")


def test_an_unknown_an_empty_and_a_taken_name_are_refused(live):
    with pytest.raises(EditionError, match=r"没有版本 1999.*2025"):
        switch("1999")
    with pytest.raises(EditionError, match="已经存在"):
        load("2025")
    with pytest.raises(EditionError, match="没有可写入"):
        load("2026", [])
    Edition.objects.create(name="empty", source="", entered_datum="wgs84")
    with pytest.raises(EditionError, match="空的"):
        switch("empty")


def test_the_database_itself_allows_only_one_live_edition(live):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(name="b", source="", entered_datum="wgs84", state="live")


def test_names_and_pinyin_are_filled_in(live):
    region = Region.objects.live().get(code="370405")
    assert (region.short_name, region.pinyin, region.initials) == (
        "台儿庄",
        "taierzhuangqu",
        "tezq",
    )


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("370405", "370400"),
        ("110101", "110000"),
        ("370400", "370000"),
        ("370000", ""),
        ("999901", ""),
    ],
)
def test_the_parent_is_the_nearest_code_above_that_exists(code, parent):
    assert parent_of(code, {"370400", "370000", "110000"}) == parent


def test_the_centre_lies_inside_even_where_the_centroid_does_not():
    horseshoe = shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 2, 3)
    shape = MultiPolygon([horseshoe, shapely.box(9, 9, 9.5, 9.5)])
    assert horseshoe.contains(shapely.Point(centre_of(shape)))
