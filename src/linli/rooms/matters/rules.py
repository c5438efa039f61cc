"""What conditions of matters may speak about. Pure."""

from linli.engines.expressions import Kind

ELIGIBILITY_NAMES = {
    "birth_date": Kind.DATE,
    "sex": Kind.TEXT,
    "registered_in_county": Kind.BOOL,
    "lives_in_county": Kind.BOOL,
    "today": Kind.DATE,
}
"""Names that an eligibility expression may use, all about the applicant."""

NEED_TAGS = "need-tag"
"""The code list of what residents need (民生需要), by which matters are found."""
