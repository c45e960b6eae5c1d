"""Jinja's compiler with short cuts, which save two thirds of the time that pages take to print.

The code trusts the template: an attribute is there, a macro is given what it takes, a function wants no context. Where
that is so, it prints what Jinja prints; where it is not, it raises an exception, and ``jinja.Theme`` lets Jinja's own
code print the page or say what is wrong.
"""

from __future__ import annotations

import re
from functools import partial
from keyword import iskeyword
from types import FunctionType

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]  # what its escape() is made of

_TRANSLATING = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
"""Functions that ask for the context of the page."""

as_markup = partial(str.__new__, Markup)
"""``Markup`` of a text, without a look at whether it is one."""


def escape_to_text(value: object) -> str:
    """Return ``value`` as it stands in HTML; what is safe already stays as it is."""
    if type(value) is str:
        return _escape_inner(value)
    if type(value) is Markup:
        return value
    if isinstance(value, FunctionType):
        raise TypeError("a macro is called, not printed")
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return _escape_inner(str(value))


class Items(dict[str, object]):
    """A dict that a template writes out. Its items are attributes as well."""

    def __getattr__(self, name: str) -> object:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class QuickCodeGenerator(CodeGenerator):
    """Writes the Python code of a template. Fails, as a template with a mistake would, for what is left to Jinja."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self._macros: list[str] = []
        self._doubtful: set[nodes.Node] = set()
        if node.find(nodes.EvalContextModifier):
            self.fail("a template that is not escaped throughout is left to Jinja", 1)
        self.writeline(f"from {__name__} import Items, as_markup, escape_to_text")
        super().visit_Template(node, frame)

    # -- what is printed is escaped to plain text, and not wrapped as safe first, since it is joined at once ----------

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("escape_to_text(")

    # -- an attribute is one of Python's, but where a test or a filter may find that it is not there ------------------

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if node in self._doubtful or iskeyword(node.attr) or node.attr.startswith("__"):
            super().visit_Getattr(node, frame)
            return
        self._visit_owner(node.node, frame)
        self.write(f".{node.attr}")

    def _visit_owner(self, node: nodes.Expr, frame: Frame) -> None:
        """Write what has an attribute or is called. A name without a value fails there by itself."""
        if isinstance(node, nodes.Name):
            self.write(frame.symbols.ref(node.name))
        else:
            self.visit(node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:
        self.write("Items(")
        super().visit_Dict(node, frame)
        self.write(")")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        self._doubtful.add(node.node)
        super().visit_Test(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        if node.node is not None:
            self._doubtful.add(node.node)
        super().visit_Filter(node, frame)

    # -- macros and the functions of a page are called as they are ----------------------------------------------------

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if not _is_plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self._visit_owner(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for keyword in node.kwargs:
            self.write(f"{keyword.key}=")
            self.visit(keyword.value, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def func(self, name: str) -> str:
        return super().func(self._macros[-1] if name == "macro" else name)

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> tuple[Frame, MacroRef]:
        self._macros.append(self.temporary_identifier())
        return super().macro_body(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write a macro as a function with the names of its arguments, each of which may be missing."""
        names = [argument.name for argument in macro_ref.node.args]
        if macro_ref.accesses_kwargs or macro_ref.accesses_varargs or any(map(_OWN_NAME.fullmatch, names)):
            self.fail("a macro with such arguments is left to Jinja", macro_ref.node.lineno)
        given = names.copy()
        parameters = [f"{name}=missing" for name in names]
        if macro_ref.accesses_caller:
            parameters.append("caller=None")
            given.append('undefined("No caller defined", name="caller") if caller is None else caller')
        self.write(f"(lambda {', '.join(parameters)}: as_markup({self._macros.pop()}({', '.join(given)})))")


_OWN_NAME = re.compile(r"as_markup|undefined|t_\d+")
"""Names that the function of a macro needs for itself."""


def _is_plain(node: nodes.Call) -> bool:
    """Whether a call is of a macro or of a function of a page, with arguments that Python can be given as they are."""
    is_translation = isinstance(node.node, nodes.Name) and node.node.name in _TRANSLATING
    has_lists = node.dyn_args is not None or node.dyn_kwargs is not None
    is_known = isinstance(node.node, nodes.Name | nodes.Getattr)
    return is_known and not is_translation and not has_lists and not any(iskeyword(word.key) for word in node.kwargs)
