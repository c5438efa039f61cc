"""Why rows are refused or in doubt, and how to mend it; why an import did not go on."""

from typing import Final

from django.utils.translation import gettext_noop

REASONS: Final[dict[str, tuple[str, str]]] = {
    "missing": (gettext_noop("This is missing."), gettext_noop("Fill it in.")),
    "long": (gettext_noop("The text is too long."), gettext_noop("Shorten it.")),
    "id_number:length": (
        gettext_noop("An identity number has 18 characters."), gettext_noop("Compare it with the card."),
    ),
    "id_number:characters": (
        gettext_noop("Only digits, and an X at the end, stand in an identity number."),
        gettext_noop("Compare it with the card."),
    ),
    "id_number:date": (
        gettext_noop("The birth date in the identity number is no day."), gettext_noop("Compare it with the card."),
    ),
    "id_number:future": (
        gettext_noop("The birth date in the identity number lies in the future."),
        gettext_noop("Compare it with the card."),
    ),
    "id_number:check": (
        gettext_noop("The identity number is mistyped: its last character does not fit the others."),
        gettext_noop("Compare it with the card."),
    ),
    "id_number:document": (
        gettext_noop("This is no number of such a document."), gettext_noop("Compare it with the document."),
    ),
    "id_number:homeless": (
        gettext_noop("Without an identity number, household or address have to say who it is."),
        gettext_noop("Fill in the number, or household number and birth date."),
    ),
    "id_number:repeated": (
        gettext_noop("The same identity number stands in row %(line)s."), gettext_noop("Keep one of the rows."),
    ),
    "id_number:elsewhere": (
        gettext_noop("Another place keeps a file with this number."),
        gettext_noop("If the person moved here, hand in «Somebody arrives»: a second person checks it."),
    ),
    "id_number:adult": (
        gettext_noop("An adult without identity number."), gettext_noop("Fill in the number, if there is one."),
    ),
    "id_number:widened": (
        gettext_noop("An old number of 15 digits; it is kept with 18."), gettext_noop("Compare it with the card."),
    ),
    "id_number:region": (
        gettext_noop("No region has the first six digits of this number."), gettext_noop("Compare it with the card."),
    ),
    "name:repeated": (
        gettext_noop("The same person stands in row %(line)s."), gettext_noop("Keep one of the rows."),
    ),
    "name:differs": (
        gettext_noop("The file with this number bears another name."),
        gettext_noop("Look whether it is the same person. The name in the file stays: a correction changes it."),
    ),
    "name:dead": (
        gettext_noop("The file says that this person is dead."),
        gettext_noop("Take the row away, or correct the file."),
    ),
    "name:own": (gettext_noop("Nobody changes her own file."), gettext_noop("Let a colleague import this row.")),
    "name:alike": (
        gettext_noop("There is a file of the same name and birth date."),
        gettext_noop("Look whether it is the same person; a second file is flagged."),
    ),
    "birth_date:differs": (
        gettext_noop("The birth date is not that of the identity number, which is taken."),
        gettext_noop("Compare both with the card."),
    ),
    "birth_date:held": (
        gettext_noop("The file says another birth date."), gettext_noop("Mend it here, or hand in a correction."),
    ),
    "sex:differs": (
        gettext_noop("The sex is not that of the identity number, which is taken."),
        gettext_noop("Compare both with the card."),
    ),
    "sex:held": (gettext_noop("The file says another sex."), gettext_noop("Mend it here, or hand in a correction.")),
    "phone:form": (gettext_noop("This is no phone number; it is left out."), gettext_noop("Mend the number.")),
    "phone:several": (
        gettext_noop("Several phone numbers; the first is taken."), gettext_noop("Leave one number only."),
    ),
    "phone:lost": (gettext_noop("This is no phone number; it is left out."), gettext_noop("Mend the number.")),
    "ethnicity:word": (
        gettext_noop("This word is not known here; it is left out."), gettext_noop("Choose a word of the standard."),
    ),
    "marital:word": (
        gettext_noop("This word is not known here; it is left out."), gettext_noop("Choose a word of the standard."),
    ),
    "since:date": (gettext_noop("This is not a day; it is left out."), gettext_noop("Write it as 2024-01-05.")),
    "household:missing": (
        gettext_noop("A relation to the head, but no household number."), gettext_noop("Fill in the household number."),
    ),
    "household:second": (
        gettext_noop("The same person is in another household in row %(line)s."),
        gettext_noop("Say in a column «kind of household» which one is registered and which one lives together."),
    ),
    "household:refused": (
        gettext_noop("Row %(line)s, about the same person, is refused."), gettext_noop("Mend that row first."),
    ),
    "household:elsewhere": (
        gettext_noop("A household of another place has this number."), gettext_noop("Compare the number."),
    ),
    "household:dissolved": (
        gettext_noop("The household with this number is dissolved."), gettext_noop("Compare the number."),
    ),
    "household:other": (
        gettext_noop("The file says another household; the person is moved."),
        gettext_noop("Look whether the household number is right."),
    ),
    "household_kind:mixed": (
        gettext_noop("Rows of one household say different kinds of it."),
        gettext_noop("Write the same in all of them."),
    ),
    "household_kind:differs": (
        gettext_noop("The register says another kind of household."), gettext_noop("Compare the number."),
    ),
    "relation:missing": (
        gettext_noop("No relation to the head; «other» is taken."), gettext_noop("Fill it in."),
    ),
    "relation:second-head": (
        gettext_noop("The household has its head in row %(line)s."), gettext_noop("Say the relation to that head."),
    ),
    "relation:no-head": (
        gettext_noop("No row of the household is its head."), gettext_noop("Write «户主» in one of its rows."),
    ),
    "relation:head-held": (
        gettext_noop("The household has another head in the register."),
        gettext_noop("Say the relation to that head, or hand in the change."),
    ),
    "dwelling_address:missing": (
        gettext_noop("No address, neither here nor in another row of the household."), gettext_noop("Fill it in."),
    ),
    "community:missing": (
        gettext_noop("Which community it belongs to is missing."), gettext_noop("Fill it in."),
    ),
    "community:word": (
        gettext_noop("No community of yours has this name."),
        gettext_noop("Write its name as in the register, or its code."),
    ),
}  # fmt: skip
"""`field:reason`, or a reason of any field → what is wrong, how to mend it. `%(line)s` is another row."""

PROBLEMS: Final[dict[str, str]] = {
    "changed-since": gettext_noop("Files were changed after the check: all rows were checked anew."),
    "undo-refused": gettext_noop(
        "It was not undone: somebody changed these files since. Nothing was changed."
    ),
    "no-header": gettext_noop("No header was found: say in which rows it stands."),
    "too-many": gettext_noop("More rows than are taken at once. Divide the file, by community for instance."),
    "failed": gettext_noop(
        "The step failed. Nothing was written. Try again; if it fails again, tell the administrator."
    ),
}
"""Why the last step did not end."""
