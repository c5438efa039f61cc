"""Forms and code lists as sections of packs."""

from linli.engines.forms.checks import check_code_list, check_form
from linli.engines.forms.definitions import CodeList, FormDefinition
from linli.engines.forms.describing import describe_code_list, describe_form
from linli.engines.packs.sections import Section

CODE_LIST = Section(
    name="code-list", folder="code-lists", model=CodeList, check=check_code_list, describe=describe_code_list
)
FORM = Section(name="form", folder="forms", model=FormDefinition, check=check_form, describe=describe_form)
