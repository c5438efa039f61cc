"""The one expression language: a small part of CEL, without side effects, checked before it is ever run.

What there is: the operators of CEL, `in`, `? :`, lists, the tests `all exists exists_one filter map` over
lists, and the functions in `FUNCTIONS`. Maps, timestamps and everything else of CEL are refused when
compiled. `sql.to_q` says the same as a condition of the database.
"""

from linli.engines.expressions.expression import Expression, compile_expression, find_faults
from linli.engines.expressions.faults import ExpressionFault
from linli.engines.expressions.functions import FUNCTIONS, Calendar
from linli.engines.expressions.kinds import Codes, Kind, ListOf, Record, Type
from linli.engines.expressions.parser import RESERVED
from linli.engines.expressions.words import Label

__all__ = [
    "FUNCTIONS",
    "RESERVED",
    "Calendar",
    "Codes",
    "Expression",
    "ExpressionFault",
    "Kind",
    "Label",
    "ListOf",
    "Record",
    "Type",
    "compile_expression",
    "find_faults",
]
