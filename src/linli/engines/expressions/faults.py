"""Why an expression does not hold."""

from linli.kernel.errors import DomainError


class ExpressionFault(DomainError):
    """`line` and `column` count characters from 1; `mend` says what to write instead, or is empty.
    `value` is the word it is about, where it is about one."""

    code = "expression_fault"

    def __init__(self, message: str, line: int = 1, column: int = 1, *, mend: str = "") -> None:
        super().__init__(f"{message} {mend}".strip(), line=line, column=column)
        self.line = line
        self.column = column
        self.fault = message
        self.mend = mend
        self.value: str | None = None
