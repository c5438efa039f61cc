"""The one expression language: a small part of CEL, without side effects, checked before it is ever run.

What there is: the operators of CEL, `in`, `? :`, lists, the tests `all exists exists_one filter map` over
lists, and the functions in `FUNCTIONS`. Maps, timestamps and everything else of CEL are refused when
compiled, so that an expression stays something a list in SQL can also say.
"""

from linli.engines.expressions.expression import Expression, compile_expression
from linli.engines.expressions.faults import ExpressionFault
from linli.engines.expressions.functions import FUNCTIONS
from linli.engines.expressions.kinds import Kind

__all__ = ["FUNCTIONS", "Expression", "ExpressionFault", "Kind", "compile_expression"]
