"""What packs can hold for this engine: the words for occasions."""

from linli.engines.notices.checks import check_template
from linli.engines.notices.definitions import NoticeTemplate
from linli.engines.packs.sections import Section

NOTICE = Section(name="notice", folder="notices", model=NoticeTemplate, check=check_template)
