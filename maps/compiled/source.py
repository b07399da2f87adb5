"""The nodes of a template as Python source."""

import functools
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.template import Context, Engine, Template
from django.template.base import Node, TextNode, VariableNode
from django.template.defaulttags import (
    CommentNode,
    ForNode,
    IfNode,
    LoadNode,
    URLNode,
    WithNode,
)
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import (
    BlockTranslateNode,
    GetCurrentLanguageNode,
    TranslateNode,
)
from django.templatetags.static import StaticNode
from django.urls import reverse
from django.utils.translation import get_language, gettext

from maps.compiled.expressions import CannotCompileError, Constants, Expressions, Scope
from maps.compiled.runtime import written

Write = Callable[[Any, Any, Any], None]
_HOLE = re.compile(r"%\((\w+)\)s|%%")
INDENT = "    "
TAGS_KEPT = 512


class Source:
    """Collects lines. Neighbouring writes become one statement, neighbouring texts one text."""

    def __init__(self, engine: Engine, constants: Constants, kept: str = "") -> None:
        self.engine = engine
        self.kept = kept
        self.parts: list[list[str]] = []
        self._of_template: dict[str, str] = {}
        self.says = Expressions(constants)
        self.lines: list[str] = []
        self._depth = 1
        self._pieces: list[tuple[bool, str]] = []
        self._count = 0
        self._blocks: dict[str, BlockNode] = {}

    def template(self, template: Template, scope: Scope) -> None:
        first = next((n for n in template.nodelist if not isinstance(n, TextNode)), None)
        if isinstance(first, ExtendsNode):
            self._blocks = {**first.blocks, **self._blocks}
            name: Any = first.parent_name
            parent = self.says.known(name, scope)[1]
            self.template(self.engine.get_template(parent), scope)
            return
        self.nodes(template.nodelist, scope)

    def nodes(self, nodes: Iterable[Node], scope: Scope) -> None:
        for node in nodes:
            is_simple = isinstance(node, SimpleNode)
            write: Write | None = _NODES.get(type(node)) or (_simple if is_simple else None)
            if write is None:
                raise CannotCompileError(type(node).__name__)
            write(self, node, scope)

    def text(self, text: str) -> None:
        if self._pieces and self._pieces[-1][0]:
            text = self._pieces.pop()[1] + text
        if text:
            self._pieces.append((True, text))

    def expression(self, source: str) -> None:
        self._pieces.append((False, source))

    def line(self, line: str) -> None:
        self.flush()
        self.lines.append(INDENT * self._depth + line)

    def flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        said = [repr(piece) if is_text else piece for is_text, piece in pieces]
        if said:
            self.lines.append(INDENT * self._depth + f"out += ({', '.join(said)},)")

    def inner(self, head: str, body: Callable[[], None]) -> None:
        """A compound statement."""
        self.line(head)
        self._depth += 1
        self.line("pass")
        body()
        self.flush()
        self._depth -= 1

    def new(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._count}"

    def block(self, node: BlockNode) -> BlockNode:
        return self._blocks.get(node.name, node)

    def part(self, name: str) -> str:
        """A function of the kept value for a template that is given nothing else."""
        if name not in self._of_template:
            inner = Source(self.engine, self.says.constants)
            inner.template(self.engine.get_template(name), Scope({self.kept: "kept"}, {}, None))
            inner.flush()
            called = self._of_template[name] = f"part{len(self.parts)}"
            head = ["@part", f"def {called}(kept):", "    out = []"]
            self.parts.append([*head, *inner.lines, "    return ''.join(out)"])
        return self._of_template[name]

    def named(self, given: dict[str, Any], scope: Scope) -> Scope:
        """The scope with more names; each is worked out once, and constants stay constants."""
        names, known = {}, {}
        for name, expression in given.items():
            is_known, value = self.says.known(expression, scope)
            if is_known:
                known[name] = value
                names[name] = self.says.constants.name(value)
                continue
            names[name] = self.new("v")
            self.line(f"{names[name]} = {self.says.value(expression, scope)}")
        inner = scope.and_also(names)
        return Scope(inner.names, {**inner.known, **known}, inner.roots)


def _text(source: Source, node: TextNode, scope: Scope) -> None:
    source.text(node.s)


def _variable(source: Source, node: VariableNode, scope: Scope) -> None:
    is_known, value = source.says.known(node.filter_expression, scope)
    if is_known:
        source.text(written(value))
    else:
        source.expression(f"written({source.says.value(node.filter_expression, scope, '')})")


def _if(source: Source, node: IfNode, scope: Scope) -> None:
    word = "if"
    for condition, nodes in node.conditions_nodelists:
        head = (
            "else:" if condition is None else f"{word} {source.says.condition(condition, scope)}:"
        )
        source.inner(head, lambda nodes=nodes: source.nodes(nodes, scope))  # type: ignore[misc]
        word = "elif"


def _for(source: Source, node: Any, scope: Scope) -> None:
    if node.is_reversed or node.nodelist_empty:
        raise CannotCompileError("a loop backwards or with empty")
    items, index = source.new("items"), source.new("index")
    variables = [source.new("v") for _ in node.loopvars]
    source.line(f"{items} = listed({source.says.value(node.sequence, scope)})")
    inner = scope.and_also(
        {
            **dict(zip(node.loopvars, variables, strict=True)),
            "forloop": "MISSING",
            "forloop.first": f"({index} == 0)",
            "forloop.last": f"({index} == len({items}) - 1)",
            "forloop.counter": f"({index} + 1)",
        }
    )
    target = variables[0] if len(variables) == 1 else f"({', '.join(variables)})"
    head = f"for {index}, {target} in enumerate({items}):"
    source.inner(head, lambda: source.nodes(node.nodelist_loop, inner))


def _with(source: Source, node: Any, scope: Scope) -> None:
    source.nodes(node.nodelist, source.named(node.extra_context, scope))


def _include(source: Source, node: IncludeNode, scope: Scope) -> None:
    is_known, name = source.says.known(node.template, scope)
    if not is_known:
        raise CannotCompileError("an include by a name that is not written out")
    if source.kept and node.isolated_context and list(node.extra_context) == [source.kept]:
        kept = source.says.value(node.extra_context[source.kept], scope)
        source.expression(f"{source.part(name)}({kept})")
        return
    inner = source.named(node.extra_context, scope)
    if node.isolated_context:
        own = set(node.extra_context)
        inner = Scope(
            {name: inner.names[name] for name in own},
            {name: inner.known[name] for name in own if name in inner.known},
            None,
        )
    source.template(source.engine.get_template(name), inner)


def _block(source: Source, node: BlockNode, scope: Scope) -> None:
    source.nodes(source.block(node).nodelist, scope)


def _constant(source: Source, node: TranslateNode | StaticNode, scope: Scope) -> None:
    """What depends on nothing but the language."""
    said = node.filter_expression if isinstance(node, TranslateNode) else node.path
    named = node.asvar if isinstance(node, TranslateNode) else node.varname
    # A name has lookups; Django wraps a text to translate into a Variable without any.
    if named or said.filters or getattr(said.var, "lookups", None) is not None:
        raise CannotCompileError("a translation or address of what is not written out")
    source.text(str(node.render_annotated(_context(source.engine))))


def _url(source: Source, node: URLNode, scope: Scope) -> None:
    if node.asvar or node.kwargs:
        raise CannotCompileError("an address with a name or with named parts")
    name = source.says.known(node.view_name, scope)[1]
    if not node.args:
        source.text(written(reverse(name)))
        return
    parts = ", ".join(source.says.value(each, scope) for each in node.args)
    source.expression(f"written({source.says.constants.name(reverse)}({name!r}, args=[{parts}]))")


def _blocktrans(source: Source, node: BlockTranslateNode, scope: Scope) -> None:
    if node.plural or node.asvar or node.message_context:
        raise CannotCompileError("a translation with a plural, a name or a context")
    inner = source.named(node.extra_context, scope)
    said = gettext(node.render_token_list(node.singular)[0])
    done = 0
    for hole in _HOLE.finditer(said):
        source.text(said[done : hole.start()])
        done = hole.end()
        if hole[1] is None:
            source.text("%")
        elif hole[1] in inner.known:
            source.text(written(inner.known[hole[1]]))
        else:
            source.expression(f"written({inner.name(hole[1])})")
    source.text(said[done:])


def _simple(source: Source, node: SimpleNode, scope: Scope) -> None:
    if node.takes_context or node.target_var or node.kwargs:
        raise CannotCompileError("a tag that takes the context or names")
    known = [source.says.known(each, scope) for each in node.args]
    if all(is_known for is_known, _ in known):
        source.text(written(node.func(*(value for _, value in known))))
        return
    parts = ", ".join(source.says.value(each, scope) for each in node.args)
    source.expression(f"{source.says.constants.name(_kept(node.func))}({parts})")


@functools.cache
def _kept(tag: Callable[..., Any]) -> Callable[..., str]:
    """A tag without the context says the same of the same arguments."""

    @functools.lru_cache(maxsize=TAGS_KEPT)
    def said(*arguments: Any) -> str:
        return written(tag(*arguments))

    return said


def _nothing(source: Source, node: Node, scope: Scope) -> None:
    """Loads and comments write nothing; the name LANG is known before the page is compiled."""
    if (
        isinstance(node, GetCurrentLanguageNode)
        and scope.known.get(node.variable) != get_language()
    ):
        raise CannotCompileError(f"the language under the name {node.variable}")


def _context(engine: Engine) -> Context:
    context = Context()
    context.template = Template("", engine=engine)
    return context


_NODES: dict[type[Node], Write] = {
    TextNode: _text,
    VariableNode: _variable,
    IfNode: _if,
    ForNode: _for,
    WithNode: _with,
    IncludeNode: _include,
    BlockNode: _block,
    TranslateNode: _constant,
    StaticNode: _constant,
    URLNode: _url,
    BlockTranslateNode: _blocktrans,
    LoadNode: _nothing,
    CommentNode: _nothing,
    GetCurrentLanguageNode: _nothing,
}
