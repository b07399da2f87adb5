"""Reading an answered page as a person or a phone would."""

import re
import warnings
from html.parser import HTMLParser
from xml.etree import ElementTree

import tinyhtml5  # type: ignore[import-untyped]
from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


def text_of(response: HttpResponse) -> str:
    """The words of the page, tags left out, runs of white space made one."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def tree_of(response: HttpResponse) -> ElementTree.Element:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree: ElementTree.Element = tinyhtml5.parse(
            response.content.decode(), namespace_html_elements=False
        )
    return tree


def one(response: HttpResponse, path: str) -> ElementTree.Element:
    """The first element at an ElementTree path; there has to be one."""
    found = tree_of(response).find(path)
    assert found is not None, path
    return found


def cards(response: HttpResponse) -> list[str]:
    """Ids of the answer cards, in their order on the page."""
    return [
        each.get("data-id", "")
        for each in tree_of(response).iter("article")
        if "place" in each.get("class", "").split()
    ]


def links(response: HttpResponse) -> list[str]:
    return [each.get("href", "") for each in tree_of(response).iter("a")]


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"<{tag}> has an attribute twice, line {self.getpos()[0]}")
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]}, line {self.getpos()[0]}")
        else:
            self.open.pop()


def faults(html: str) -> list[str]:
    """What is wrong with the nesting, the attributes and the ids of a page."""
    reader = _Balance()
    reader.feed(html)
    twice = sorted({each for each in reader.ids if reader.ids.count(each) > 1})
    return reader.wrong + [f"<{tag}> left open" for tag in reader.open] + twice
