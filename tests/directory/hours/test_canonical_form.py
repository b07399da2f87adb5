import pytest

from directory.hours import normalise, parse, write


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("mo-fr 8:30-17:30", "Mo-Fr 08:30-17:30"),
        ("Monday , WED 08:00 - 12:00", "Mo,We 08:00-12:00"),
        ("Mo-Fr: 08:00-12:00;Sa:off ;", "Mo-Fr 08:00-12:00; Sa off"),
        ("open", "24/7"),
        ("closed", "off"),
        ("Mo 24/7", "Mo"),
        ("Mo open, Tu 08:00-09:00", "Mo open, Tu 08:00-09:00"),
        ("08:00-12:00 13:00+", "08:00-12:00,13:00+"),
        ('Mo "ask"', 'Mo unknown "ask"'),
        ('Mo open ""', 'Mo open ""'),
        ("Jan 1-5/2,8 off", "Jan 01-05/2,Jan 08 off"),
        ("2030 Mar 01-2030 Mar 09:  08:00-09:00", "2030 Mar 01-2030 Mar 09 08:00-09:00"),
        ("2030+ Mar", "2030+ Mar"),
        ("2030/2,2040-2050/5", "2030/2,2040-2050/5"),
        ("week 1,week 3-9/2 Mo", "week 01,03-09/2 Mo"),
        ("Sa[1,-1] + 1 day", "Sa[1,-1] +1 day"),
        ("Mo[2-3] -2 days off", "Mo[2-3] -2 days off"),
        ("PH Mo-Fr,Sa off", "PH Mo-Fr,Sa off"),
        ("PH - 1 day off", "PH -1 day off"),
        ("SH,PH off", "SH,PH off"),
        ("Mar Su[-1]-easter +1 day", "Mar Su[-1]-easter +1 day"),
        ("2030 easter", "2030 easter"),
        ("Mar Su[1] -1 day-Apr 04", "Mar Su[1] -1 day-Apr 04"),
        ("Mo 08:00-09:00 || unknown", "Mo 08:00-09:00 || unknown"),
        ("22:00-26:00+", "22:00-26:00+"),
    ],
)
def test_one_meaning_has_one_spelling(typed, written):
    assert normalise(typed) == written


@pytest.mark.parametrize("typed", ["Mo 08:00-12:00 open, 13:00-14:00", "off, Mo 08:00-09:00"])
def test_what_is_written_reads_as_the_same_hours(typed):
    assert parse(write(parse(typed))) == parse(typed)


def test_parsed_hours_can_be_kept_in_a_set():
    assert len({parse("Mo 8:00-9:00"), parse("Mo 08:00-09:00"), parse("Tu 08:00-09:00")}) == 2
