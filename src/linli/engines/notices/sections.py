"""What packs can hold for this engine: the words for occasions."""

from linli.engines.notices.checks import CHANGE_THE_WORDS, check_template
from linli.engines.notices.definitions import NoticeTemplate
from linli.engines.notices.describing import describe_notice
from linli.engines.packs.sections import Section

NOTICE = Section(
    name="notice",
    folder="notices",
    model=NoticeTemplate,
    check=check_template,
    describe=describe_notice,
    taken=CHANGE_THE_WORDS,
)
