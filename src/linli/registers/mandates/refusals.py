"""Why acting for another is refused."""

from linli.kernel.errors import DomainError


class MandateUnfit(DomainError):
    """The mandate is out of form: too long, nothing in it, for oneself, or there is one already."""

    code = "mandates_unfit"


class AgentUnfit(DomainError):
    """Who is to act cannot be: no such person here, dead, too young, barred. Which, is not told."""

    code = "mandates_agent_unfit"


class CodeUnfit(DomainError):
    """The code does not fit, is over or used up."""

    code = "mandates_code_unfit"


class NeedsSecond(DomainError):
    """Another person has to do this step."""

    code = "mandates_needs_second"
