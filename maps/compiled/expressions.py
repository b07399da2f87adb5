"""Names, filters and conditions of a template as Python expressions."""

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.base import FilterExpression, Variable
from django.template.defaulttags import TemplateLiteral
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from maps.compiled import runtime


class CannotCompileError(Exception):
    """The template uses what is not compiled; Django's engine is to render it."""


@dataclass
class Constants:
    """Objects that the source names, each once."""

    values: dict[str, Any] = field(default_factory=dict)

    def name(self, value: Any) -> str:
        if type(value) in (str, int, bool, type(None)):
            return repr(value)
        for name, known in self.values.items():
            if known is value:
                return name
        name = f"c{len(self.values)}"
        self.values[name] = value
        return name


@dataclass
class Scope:
    """Names of the template and the Python expressions behind them; `roots` are the page's own."""

    names: Mapping[str, str]
    known: Mapping[str, Any]
    roots: dict[str, str] | None

    def and_also(self, names: Mapping[str, str]) -> "Scope":
        known = {name: value for name, value in self.known.items() if name not in names}
        return Scope({**self.names, **names}, known, self.roots)

    def name(self, name: str) -> str:
        if name in self.names:
            return self.names[name]
        if self.roots is None:
            return "MISSING"
        return self.roots.setdefault(name, f"root_{name}")


class Expressions:
    """Writes expressions; what is known when the function is made becomes a constant."""

    def __init__(self, constants: Constants) -> None:
        self.constants = constants

    def known(self, expression: FilterExpression, scope: Scope) -> tuple[bool, Any]:
        """Whether the value is the same for every page of the language, and the value."""
        var = expression.var
        if not isinstance(var, Variable):
            value = var
        elif var.lookups is None and not var.translate:
            value = var.literal
        elif var.lookups is not None and len(var.lookups) == 1 and var.lookups[0] in scope.known:
            value = scope.known[var.lookups[0]]
        else:
            return False, None
        if isinstance(value, Promise):
            value = str(value)
        for function, arguments in expression.filters:
            if any(is_name for is_name, _ in arguments):
                return False, None
            given = [SafeString(str(each)) for _, each in arguments]
            value = self._filter(function)(value, *given)
        return True, value

    def value(self, expression: FilterExpression, scope: Scope, missing: str = "given") -> str:
        """`missing`: what a name that leads nowhere becomes, a function of `runtime` or ''."""
        is_known, value = self.known(expression, scope)
        if is_known:
            return self.constants.name(value)
        source = self.variable(expression.var, scope)
        if not expression.filters:
            return f"{missing}({source})" if missing else source
        source = f"{'weighed' if missing == 'weighed' else 'given'}({source})"
        for function, arguments in expression.filters:
            called = self.constants.name(self._filter(function))
            source = ", ".join([f"{called}({source}", *self._arguments(arguments, scope)]) + ")"
        return source

    def variable(self, var: Variable, scope: Scope) -> str:
        if var.lookups is None or var.translate:
            raise CannotCompileError(f"a literal that is no constant: {var}")
        first, *rest = var.lookups
        if first in ("block", "forloop") and first not in scope.names and not rest:
            raise CannotCompileError(f"{first} as a value")
        if first == "forloop":
            return scope.name(f"forloop.{rest[0]}")
        source = scope.name(first)
        for bit in rest:
            if bit.isdigit():
                raise CannotCompileError(f"a place in a list: {var}")
            source = f"at({source}, {bit!r})"
        return source

    def condition(self, token: Any, scope: Scope) -> str:
        """The tree that `{% if %}` was read into."""
        if isinstance(token, TemplateLiteral):
            literal: Any = token.value
            return self.value(literal, scope, "weighed")
        if token.id == "not":
            return f"(not {self.condition(token.first, scope)})"
        one, other = self.condition(token.first, scope), self.condition(token.second, scope)
        if token.id in ("and", "or", "==", "!=", "is", "is not"):
            return f"({one} {token.id} {other})"
        if token.id in _ORDERED:
            return f"quietly({self.constants.name(_ORDERED[token.id])}, {one}, {other})"
        raise CannotCompileError(f"the operator {token.id}")

    def _arguments(self, arguments: list[tuple[bool, Any]], scope: Scope) -> list[str]:
        return [
            f"given({self.variable(each, scope)})"
            if is_name
            else self.constants.name(SafeString(str(each)))
            for is_name, each in arguments
        ]

    def _filter(self, function: Any) -> Any:
        """The filter as it is called here, kept by itself so that the source names it once."""
        if getattr(function, "expects_localtime", False):
            raise CannotCompileError(f"a filter of local times: {function.__name__}")
        needs_autoescape = getattr(function, "needs_autoescape", False)
        is_safe = getattr(function, "is_safe", False)
        if not needs_autoescape and not is_safe:
            return function
        key = (function, needs_autoescape, is_safe)
        if key not in _filters:

            def escaping(value: Any, *arguments: Any) -> Any:
                return function(value, *arguments, autoescape=True)

            called = escaping if needs_autoescape else function

            def keeping(value: Any, *arguments: Any) -> Any:
                return runtime.safely(called, value, *arguments)

            _filters[key] = keeping if is_safe else called
        return _filters[key]


_filters: dict[tuple[Any, bool, bool], Any] = {}
_ORDERED = {
    "in": lambda one, other: one in other,
    "not in": lambda one, other: one not in other,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
